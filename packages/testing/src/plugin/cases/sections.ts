import { type PluginSection } from '@pegboard/core/plugin';
import { check } from '../../conformance/check.ts';
import { checkReady, hostModel } from '../create-bench.ts';
import { pluginCase } from '../plugin-case.ts';
import type { Hosted, PluginBench, PluginSubject } from '../plugin-subject.ts';

const noSections = { skipped: 'no sections' };

export const sectionCases = [
  pluginCase('its sections say what they are for', async ({ plugin, hosted }) => {
    await using host = await hosted();
    const claimed = host.registry.sections;
    if (claimed.length === 0) return noSections;
    for (const { name, description = '', schema } of claimed) {
      check(description.trim() !== '', `section "${name}" should have a description, for editors`);
      check(
        schema !== undefined,
        `section "${name}" should have a schema: ${plugin.name} cannot tell a wrong value`,
      );
    }
    return undefined;
  }),
  pluginCase('its sections take the values that they should', async (bench) => {
    const places = placesOf(bench, bench.subject.sections);
    if (places.length === 0) return { skipped: 'no sections in the options' };
    for (const place of places) {
      const problem = await applied(bench, place);
      check(
        problem === undefined,
        `section "${place.name}" should take its value ${place.at}: ${problem ?? ''}`,
      );
    }
    return undefined;
  }),
  pluginCase('its sections refuse the values that they should', async (bench) => {
    const places = placesOf(bench, bench.subject.refusedSections);
    if (places.length === 0) return { skipped: 'no refusedSections in the options' };
    for (const place of places) {
      const problem = await applied(bench, place);
      check(problem !== undefined, `section "${place.name}" should refuse its value ${place.at}`);
      check(/does not fit/.test(problem), `the schema of "${place.name}" should refuse it: ${problem}`);
    }
    return undefined;
  }),
  pluginCase('its sections can be applied to several agents', async (bench) => {
    const { subject, plugin, hosted, inTime } = bench;
    const inner = placesOf(bench, subject.sections).filter(({ at }) => at === 'agent');
    if (inner.length === 0) return { skipped: 'no sections of agents in the options' };
    await using host = await hosted();
    for (const { name, value } of inner) {
      const spec = { model: hostModel, sections: { [name]: value } };
      const make = async (agent: string): Promise<string> => {
        const made = await inTime('an agent', host.registry.resolveAgent({ ...spec, name: agent }));
        await inTime('a run', made.run('Hello'));
        return JSON.stringify([made.options.tools, made.options.builtinTools]);
      };
      const [first, second] = [await make('first'), await make('second')];
      check(first === second, `section "${name}" of ${plugin.name} should give every agent the same`);
    }
    return undefined;
  }),
];

interface Place {
  readonly name: string;
  readonly value: unknown;
  readonly at: 'top' | 'agent';
}

/** Every value in every place where its section may stand. */
function placesOf({ plugin }: PluginBench, values: PluginSubject['sections'] = {}): readonly Place[] {
  return Object.entries(values).flatMap(([name, value]) => {
    const section: PluginSection | undefined = plugin.sections?.[name];
    check(section, `it should claim the section "${name}", which the options name`);
    const places: readonly Place['at'][] = section.at ? [section.at] : ['top', 'agent'];
    return places.map((at) => ({ name, value, at }));
  });
}

/** Why the value was not taken; undefined when it was. */
async function applied(
  { tried, inTime }: PluginBench,
  { name, value, at }: Place,
): Promise<string | undefined> {
  const sections = { [name]: value };
  await using host = await tried({}, at === 'top' ? { sections } : {});
  if (at === 'top') return problemOf(host);
  checkReady(host);
  try {
    await inTime('an agent', host.registry.resolveAgent({ model: hostModel, sections }));
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

function problemOf({ registry, name }: Hosted): string | undefined {
  return registry.diagnostics.find(({ plugin, severity }) => plugin === name && severity === 'error')?.cause;
}
