import { expect } from 'vitest';
import { definePlugin, type Plugin, type PluginEntry } from '@pegboard/core/plugin';
import { makePlugin, makeTool, never } from './plugin.test-util.ts';

/** What must be said of a plugin; nothing: all is well. */
export interface OddPlugin {
  readonly what: string;
  readonly entry: () => Plugin | PluginEntry;
  readonly name?: string;
  readonly stage?: string;
  /** The deadline that ends it; all others are long. */
  readonly hangs?: 'readMs' | 'configMs' | 'setupMs';
  readonly cause?: RegExp;
  readonly hint?: RegExp;
}

const brand = Symbol.for('pegboard.plugin');
/** A plugin as another version of core, or code without types, may make it. */
const handMade = (members: object): Plugin =>
  ({ [brand]: { core: '9.9.9', copy: {} }, ...members }) as unknown as Plugin;
const tool = makeTool('odd');

/** Everything that can be wrong with a plugin, and some that are right. */
export const oddPlugins: readonly OddPlugin[] = [
  {
    what: 'of api N',
    entry: () => makePlugin('odd', { gives: { tools: [tool] } }),
  },
  {
    what: 'of api N-1',
    entry: () => ({ ...makePlugin('odd'), api: 0, setup: () => [tool] }) as unknown as Plugin,
  },
  {
    what: 'of api N+1',
    entry: () => ({ ...makePlugin('odd'), api: 2, activate: () => [tool] }) as unknown as Plugin,
    stage: 'checked',
    cause: /written for api 2.*takes 0 and 1/,
    hint: /Update @pegboard\/core/,
  },
  {
    what: 'of api N+1 in its manifest, which is not loaded at all',
    entry: () => ({ manifest: { name: 'odd', api: 2 }, load: () => expect.unreachable() }),
    stage: 'checked',
    cause: /written for api 2/,
    hint: /Update @pegboard\/core/,
  },
  {
    what: 'of an api that is none',
    entry: () => handMade({ name: 'odd', api: '1', setup: () => ({}) }),
    stage: 'checked',
    cause: /`api` is 1; this host takes 0 and 1/,
    hint: /Write api: 1/,
  },
  {
    what: 'of api -1',
    entry: () => handMade({ name: 'odd', api: -1 }),
    stage: 'checked',
    cause: /api -1/,
    hint: /Update the plugin/,
  },
  {
    what: 'that is a plain object',
    entry: () => ({ name: 'odd', api: 1, setup: () => ({}) }),
    stage: 'read',
    cause: /it is no plugin/,
    hint: /definePlugin/,
  },
  {
    what: 'that is null',
    entry: () => null as unknown as Plugin,
    name: 'unnamed plugin',
    stage: 'read',
    cause: /it is no plugin/,
    hint: /definePlugin/,
  },
  {
    what: 'that cannot be looked at',
    entry: () =>
      new Proxy({} as Plugin, {
        get() {
          throw new RangeError('no');
        },
        has() {
          throw new RangeError('no');
        },
      }),
    name: 'unnamed plugin',
    stage: 'read',
    cause: /no/,
    hint: /installed and loads/,
  },
  {
    what: 'without a name',
    entry: () => handMade({ api: 1, setup: () => ({}) }),
    name: 'unnamed plugin',
    stage: 'checked',
    cause: /`name` is nothing/,
    hint: /a text/,
  },
  {
    what: 'without set-up',
    entry: () => handMade({ name: 'odd', api: 1 }),
    stage: 'checked',
    cause: /`setup` is nothing/,
    hint: /a function/,
  },
  {
    what: 'with permissions of no known kind',
    entry: () => handMade({ name: 'odd', api: 1, setup: () => ({}), permissions: { network: ['*'] } }),
    stage: 'checked',
    cause: /a kind "network"/,
    hint: /There are net/,
  },
  {
    what: 'whose module throws',
    entry: () => ({ name: 'odd', load: () => Promise.reject(new RangeError('no such file')) }),
    stage: 'read',
    cause: /no such file/,
    hint: /installed and loads/,
  },
  {
    what: 'whose module throws at once',
    entry: () => ({
      name: 'odd',
      load() {
        throw new RangeError('bad syntax');
      },
    }),
    stage: 'read',
    cause: /bad syntax/,
    hint: /installed and loads/,
  },
  {
    what: 'whose module never loads',
    entry: () => ({ name: 'odd', load: () => never }),
    stage: 'read',
    hangs: 'readMs',
    cause: /did not end within 40 ms/,
    hint: /readMs/,
  },
  {
    what: 'whose module exports none',
    entry: () => ({ name: 'odd', load: async () => ({ weather: makePlugin('odd') }) }),
    stage: 'read',
    cause: /exports no plugin/,
    hint: /exported as `plugin` or by default/,
  },
  {
    what: 'whose module exports one by default',
    entry: () => ({ load: async () => ({ default: makePlugin('odd', { gives: { tools: [tool] } }) }) }),
  },
  {
    what: 'whose config does not fit',
    entry: () => ({ plugin: configured(() => ({})), config: { apiKey: 12 } }),
    stage: 'configured',
    cause: /apiKey: expected string/,
    hint: /Correct its config/,
  },
  {
    what: 'whose schema throws',
    entry: () => ({ plugin: checkedBy(() => Promise.reject(new RangeError('schema broke'))) }),
    stage: 'configured',
    cause: /schema broke/,
    hint: /Correct its config/,
  },
  {
    what: 'whose schema never answers',
    entry: () => ({ plugin: checkedBy(() => never) }),
    stage: 'configured',
    hangs: 'configMs',
    cause: /did not end within 40 ms/,
    hint: /configMs/,
  },
  {
    what: 'whose set-up throws',
    entry: () =>
      makePlugin('odd', {
        setup() {
          throw new RangeError('no service today');
        },
      }),
    stage: 'setup',
    cause: /no service today/,
    hint: /report this to its author/,
  },
  {
    what: 'whose set-up rejects with nothing',
    // oxlint-disable-next-line typescript/prefer-promise-reject-errors -- anything may be thrown
    entry: () => makePlugin('odd', { setup: () => Promise.reject(undefined) }),
    stage: 'setup',
    cause: /unknown error/,
    hint: /report this to its author/,
  },
  {
    what: 'whose set-up hangs',
    entry: () => makePlugin('odd', { setup: () => never }),
    stage: 'setup',
    hangs: 'setupMs',
    cause: /did not end within 40 ms/,
    hint: /setupMs/,
  },
  {
    what: 'that gives what is no tool',
    entry: () => makePlugin('odd', { gives: { tools: [{ name: 'odd' } as never] } }),
    stage: 'setup',
    cause: /array of 1 item as `tools`/,
    hint: /defineTool/,
  },
  {
    what: 'that gives a list',
    entry: () => makePlugin('odd', { gives: [tool] as never }),
    stage: 'setup',
    cause: /gives array of 1 item/,
    hint: /tools: \[/,
  },
  {
    what: 'that gives what there is not',
    entry: () => makePlugin('odd', { gives: { tool } as never }),
    stage: 'setup',
    cause: /gives a "tool"/,
    hint: /There are tools/,
  },
  {
    what: 'that gives what cannot be looked at',
    entry: () =>
      makePlugin('odd', {
        gives: {
          get toolsets(): never {
            throw new RangeError('no toolsets today');
          },
        },
      }),
    stage: 'setup',
    cause: /no toolsets today/,
    hint: /report this/,
  },
  {
    what: 'with a tool whose name gets too long',
    entry: () => ({
      plugin: makePlugin('odd', { gives: { tools: [makeTool('x'.repeat(60))] } }),
      namespace: 'spacious',
    }),
    stage: 'setup',
    cause: /1 to 64/,
    hint: /report/,
  },
  {
    what: 'with two tools of one name',
    entry: () => makePlugin('odd', { gives: { tools: [makeTool('a'), makeTool('a')] } }),
    stage: 'setup',
    cause: /two tools of the name "odd_a"/,
    hint: /rename/,
  },
  {
    what: 'with a tool of the name of one of its neighbour',
    entry: () => ({
      plugin: makePlugin('odd', { gives: { tools: [makeTool('greet')] } }),
      namespace: 'first',
    }),
    stage: 'setup',
    cause: /tool "first_greet" has the name of one of plugin "first"/,
    hint: /as: 'other'/,
  },
  {
    what: 'with a tool of the name of one of the application',
    entry: () => ({ plugin: makePlugin('odd', { gives: { tools: [makeTool('own')] } }), namespace: '' }),
    stage: 'setup',
    cause: /tool "own".*the application itself/,
    hint: /as: 'other'/,
  },
  {
    what: 'with the name of another plugin',
    entry: () => ({ plugin: makePlugin('odd'), as: 'first' }),
    name: 'first',
    stage: 'checked',
    cause: /there is a plugin "first" already/,
    hint: /as: 'other'/,
  },
  {
    what: 'with a name in the application that will not do',
    entry: () => ({ plugin: makePlugin('odd'), as: '' }),
    name: '',
    stage: 'checked',
    cause: /`name` is an empty string/,
    hint: /a text of letters/,
  },
  {
    what: 'that may not do what it declares',
    entry: () => ({
      plugin: makePlugin('odd', { permissions: { net: ['api.example.com'], spawn: true } }),
      grants: { net: ['*.example.org'] },
    }),
    stage: 'checked',
    cause: /net api\.example\.com, spawn/,
    hint: /Grant it/,
  },
  {
    what: 'that needs what nobody offers',
    entry: () => makePlugin('odd', { needs: [{ service: 'clok' }] }),
    stage: 'setup',
    cause: /service "clok", which no plugin offers/,
    hint: /Did you mean "clock"/,
  },
];

function configured(setup: Plugin['setup']): Plugin {
  const config = { type: 'object', properties: { apiKey: { type: 'string' } } };
  return definePlugin({ name: 'odd', api: 1, config, setup });
}

function checkedBy(validate: () => Promise<never>): Plugin {
  const config = { '~standard': { version: 1, vendor: 'test', validate } };
  return definePlugin({ name: 'odd', api: 1, config, setup: () => ({}) });
}
