import { jsonSchema } from '@pegboard/core';
import { definePlugin, type Plugin } from '@pegboard/core/plugin';
import { around, beside, parts, type PluginMutant, step } from './plugin-mutant.ts';
import { type ReferenceConfig, referencePlugin, referenceSubject } from './reference-plugin.ts';

const { manifest = { api: 1 } } = referenceSubject;
const branded = 'it is made by definePlugin, for the present contract';
const packaged = 'its package.json says what it says';
const refuses = 'its schema refuses a config that will not do, before set-up';

const definitions: readonly PluginMutant[] = [
  {
    ...beside('is a plain object', branded, {}),
    // Untyped code can make anything.
    create: () => ({ name: 'reference', api: 1, setup: () => ({}) }) as unknown as Plugin,
  },
  around('is written for the next contract', branded, () => ({ api: 2 })),
  parts('has a version of its own kind', 'it has a name, and a version by which states can be told apart', {
    version: 'v2-final',
  }),
  eager('writes when it is made', () => globalThis.console.log('reference: loaded')),
  eager('fetches when it is made', () => void fetch('data:,loaded')),
  eager('listens to the process when it is made', () => void process.on('warning', () => undefined)),
  beside('has a manifest of another contract', packaged, { manifest: { ...manifest, api: 0 } }),
  beside('hides a permission', packaged, {
    manifest: { ...manifest, permissions: { net: ['api.example.com'] } },
  }),
  beside('asks for more in its manifest than it needs', packaged, {
    manifest: { ...manifest, permissions: { ...manifest.permissions, spawn: true } },
  }),
  beside('has another namespace in its manifest', packaged, {
    manifest: { ...manifest, namespace: 'reference' },
  }),
  beside('hides a section', packaged, { manifest: { ...manifest, sections: [] } }),
];

/** Works when it is made again: nobody watches the first time. */
function eager(name: string, work: () => void): PluginMutant {
  let made = 0;
  const create = (): Plugin => {
    if (made++ > 0) work();
    return referencePlugin();
  };
  return { ...beside(name, 'defining it does nothing yet', {}), create };
}

const configs: readonly PluginMutant[] = [
  step('checks its config in set-up', refuses, {
    schema: { type: 'object' },
    async greet({ config, fetch, signal, services }) {
      const { apiKey, unit, ...rest }: Partial<ReferenceConfig> = config;
      if (typeof apiKey !== 'string' || !['c', 'f'].includes(unit ?? '') || Object.keys(rest).length > 0)
        throw new RangeError('the config will not do');
      services.find({ service: 'clock' });
      await fetch('https://api.example.com/hello', { signal });
    },
  }),
  step('takes any config', refuses, { schema: jsonSchema({ type: 'object' }) }),
  step('warns of what is fine', 'it is set up with a config that will do', {
    change: () => ({ tools: [{ name: 'read' } as never] }),
  }),
  {
    ...beside('breaks without a config', 'without a config it works, or its schema says what is missing', {}),
    create: () => unchecked(),
  },
  step('changes its config', 'it leaves the config that it is given as it is', {
    schema: {},
    async greet({ config, fetch, signal }) {
      Object.assign(config, { apiKey: '' });
      await fetch('https://api.example.com/hello', { signal });
    },
  }),
];

function unchecked(): Plugin {
  return definePlugin({
    name: 'reference',
    api: 1,
    setup({ config }) {
      const { apiKey } = config as ReferenceConfig;
      return { hooks: [{ name: apiKey }] };
    },
  });
}

/** Wrong in what they say of themselves and of their config. */
export const definitionMutants: readonly PluginMutant[] = [...definitions, ...configs];
