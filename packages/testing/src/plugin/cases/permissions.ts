import { type PluginPermissions, uncovered } from '@pegboard/core/plugin';
import { check } from '../../conformance/check.ts';
import { checkReady } from '../create-bench.ts';
import { pluginCase } from '../plugin-case.ts';
import { checkSamples, runSamples } from '../run-samples.ts';
import { watched } from '../surveillance.ts';

/** Lets everything through, so that what is reached for can be seen even where the plugin hides a refusal. */
const everything: PluginPermissions = { net: ['*'], env: ['*'], fs: ['.', '/', '..', '../..'], spawn: true };

/** Whoever prints or awaits an object asks for keys that are no variables. */
const noVariable = new Set(['then', 'toJSON', 'inspect', 'constructor', 'nodeType', 'asymmetricMatch']);

export const permissionCases = [
  pluginCase('it reaches only for what it declares', async (bench) => {
    const { plugin, tried, recorder } = bench;
    const { permissions = {} } = plugin;
    await using host = await tried({ plugin: { ...plugin, permissions: everything } });
    checkReady(host);
    await runSamples(bench, host);
    const asked = recorder.reached.filter(({ env: [name = ''] = [] }) => !noVariable.has(name));
    const hidden = new Set(asked.flatMap((wanted) => uncovered(wanted, permissions)));
    check(hidden.size === 0, `it should declare in \`permissions\`: ${[...hidden].join(', ')}`);
  }),
  pluginCase('it reaches the network through its context', async (bench) => {
    const { fetched } = await watched(async () => {
      await using host = await bench.hosted();
      await runSamples(bench, host);
    });
    check(fetched.length === 0, `it should use ctx.fetch, not the global one: ${fetched.join(', ')}`);
  }),
  pluginCase('its keys show nowhere', async (bench) => {
    const { subject, recorder, tried } = bench;
    const secrets = [...secretsIn(subject.config), ...secretsIn(subject.env)].filter(
      (text) => text.length >= 4,
    );
    if (secrets.length === 0) return { skipped: 'no config or env with a key in the options' };
    await using host = await tried();
    checkReady(host);
    const { registry } = host;
    await using cut = await tried({}, { fetch: refused });
    const shown = JSON.stringify([
      registry
        .tools()
        .map(({ name, description, inputSchema, metadata }) => [name, description, inputSchema, metadata]),
      registry.commands,
      registry.sections.map(({ name, description }) => [name, description]),
      registry.plugins,
      await runSamples(bench, host),
      [...registry.diagnostics, ...cut.registry.diagnostics].map(({ cause, hint }) => [cause, hint]),
      recorder.log,
    ]);
    const leaked = secrets.some((secret) => shown.includes(JSON.stringify(secret).slice(1, -1)));
    check(!leaked, 'a key of its config or environment should show in no tool, result, log or error');
    return undefined;
  }),
  pluginCase('the samples work', async (bench) => {
    if (Object.keys(bench.subject.samples ?? {}).length === 0)
      return { skipped: 'no samples in the options' };
    await using host = await bench.hosted();
    await checkSamples(bench, host, 'once it is set up');
    return undefined;
  }),
];

const refused: typeof fetch = async () => new Response('no', { status: 401 });

const secretName = /key|token|secret|password|credential|auth/i;

function secretsIn(value: unknown, named = false): readonly string[] {
  if (typeof value === 'string') return named ? [value] : [];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => secretsIn(inner, named || secretName.test(key)));
}
