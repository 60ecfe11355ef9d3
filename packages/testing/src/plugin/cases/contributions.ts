import { Agent } from '@pegboard/core';
import type { AnyTool } from '@pegboard/core';
import { check, checkSame } from '../../conformance/check.ts';
import { hostModel } from '../create-bench.ts';
import { pluginCase } from '../plugin-case.ts';

/** What a model, and a lock file, is told of a tool. */
const specOf = ({ name, description, inputSchema, version }: AnyTool): unknown => ({
  name,
  description,
  inputSchema,
  version,
});

export const contributionCases = [
  pluginCase('it brings something', async ({ plugin, hosted }) => {
    await using host = await hosted();
    const { tools, toolsets, providers, memories, hooks, sections, commands, services } =
      host.registry.get(host.name) ?? {};
    const names = [tools, toolsets, providers, memories, sections, commands, services].flatMap(
      (list) => list ?? [],
    );
    check(names.length > 0 || hooks !== 0, `${plugin.name} should bring something`);
  }),
  pluginCase('its tools can be told apart', async ({ hosted }) => {
    await using host = await hosted();
    const seen = new Map<string, string>();
    for (const { name, description } of host.registry.tools()) {
      const key = description.trim().toLowerCase();
      check(!seen.has(key), `"${name}" and "${String(seen.get(key))}" should not have the same description`);
      seen.set(key, name);
    }
    if (seen.size === 0) return { skipped: 'no tools' };
    return undefined;
  }),
  pluginCase('its tools are the same in every set-up', async ({ hosted }) => {
    await using first = await hosted();
    await using second = await hosted();
    const [one, other] = [first, second].map(({ registry }) => registry.tools().map(specOf));
    if (one?.length === 0 && other?.length === 0) return { skipped: 'no tools' };
    checkSame(other, one, 'name, description, schema and version of its tools should be the same again');
    return undefined;
  }),
  pluginCase('its hooks let a harmless conversation pass', async ({ hosted, subject, inTime }) => {
    await using host = await hosted();
    if (host.registry.get(host.name)?.hooks === 0) return { skipped: 'no hooks' };
    if (subject.harmlessRuns === false) return { skipped: 'harmlessRuns is false in the options' };
    const agent = host.registry.agent({ model: hostModel });
    check(agent instanceof Agent, 'the registry should make agents');
    for (const input of ['Hello', 'Hello again']) {
      const { status, text } = await inTime('a run', agent.run(input));
      check(status === 'done', `a run should end as it would without hooks: ${status}`);
      check(text === 'done', `the answer should be as the model gave it: ${text}`);
    }
    return undefined;
  }),
  pluginCase('its hooks hold apart what runs at the same time', async ({ hosted, subject, inTime }) => {
    await using host = await hosted();
    if (host.registry.get(host.name)?.hooks === 0) return { skipped: 'no hooks' };
    if (subject.harmlessRuns === false) return { skipped: 'harmlessRuns is false in the options' };
    const agent = host.registry.agent({ model: hostModel });
    const runs = Array.from({ length: 8 }, () => agent.run('Hello'));
    for (const { status } of await inTime('runs at the same time', Promise.all(runs)))
      check(status === 'done', `runs at the same time should end as one alone: ${status}`);
    return undefined;
  }),
  pluginCase('its commands can be typed, and say what they do', async ({ hosted }) => {
    await using host = await hosted();
    const { commands } = host.registry;
    if (commands.length === 0) return { skipped: 'no commands' };
    for (const { name, description } of commands) {
      check(/^[a-z][a-z0-9-]*$/.test(name), `"${name}" should be of small letters, digits and -`);
      check(
        typeof description === 'string' && description.trim() !== '',
        `"${name}" should have a description`,
      );
    }
    return undefined;
  }),
];
