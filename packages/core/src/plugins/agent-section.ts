import type { SectionContributions } from '../contracts/plugin.ts';
import { ConfigError } from '../errors/config-error.ts';
import { applySection } from './apply-section.ts';
import type { Board } from './board.ts';
import { PluginFailure } from './diagnostics.ts';
import { type Excuse, findNamed } from './find.ts';
import type { Host } from './host.ts';
import { ownTools, ownToolset } from './own-tools.ts';
import type { PluginInstance } from './plugin-instance.ts';

/** What a section has added to an agent, by the set-up of the plugin that did it. */
export interface AppliedSection {
  readonly instance: PluginInstance;
  readonly contributions: Promise<SectionContributions>;
}

/** Applies a section to an agent, once for each set-up of its plugin. Rejects with `ConfigError`. */
export async function agentSection(
  known: Map<string, AppliedSection>,
  board: Board,
  name: string,
  value: unknown,
  { host, excuse }: { readonly host: Host; readonly excuse: Excuse },
  agent: string,
): Promise<SectionContributions> {
  const remedy = 'Add the plugin that claims it, or remove the section';
  const claim = findNamed('section', board.sections, name, { remedy, excuse });
  const { instance } = claim;
  const before = known.get(name);
  if (before?.instance === instance) return before.contributions;
  const contributions = applySection(claim, value, host, agent).then((applied) => owned(instance, applied));
  known.set(name, { instance, contributions });
  try {
    return await contributions;
  } catch (error) {
    known.delete(name);
    throw error instanceof PluginFailure ? refused(instance.name, name, agent, error) : error;
  }
}

/** Tools of a section are refused, as all of a plugin's, once it has left. */
function owned(instance: PluginInstance, applied: SectionContributions): SectionContributions {
  const own = ownTools(instance, '');
  return {
    ...applied,
    ...(applied.tools && { tools: applied.tools.map(own) }),
    ...(applied.toolsets && {
      toolsets: applied.toolsets.map((toolset) => ownToolset(toolset, instance.name, own)),
    }),
  };
}

function refused(
  plugin: string,
  section: string,
  agent: string,
  { problem, thrown }: PluginFailure,
): ConfigError {
  return new ConfigError({
    what: `The section "${section}" of agent "${agent}" could not be applied by plugin "${plugin}"`,
    evidence: problem.cause,
    fix: problem.hint,
    cause: thrown,
  });
}
