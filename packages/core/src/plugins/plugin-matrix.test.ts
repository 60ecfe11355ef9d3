import { describe, expect, it, vi } from 'vitest';
import { createRegistry, definePlugin, type Plugin, type PluginEntry } from '@pegboard/core/plugin';
import { makePlugin, makeTool, never } from './plugin.test-util.ts';

/** What must be said of a plugin; nothing: all is well. */
interface Row {
  readonly what: string;
  readonly entry: () => Plugin | PluginEntry;
  readonly name?: string;
  readonly stage?: string;
  readonly severity?: 'error' | 'warning';
  readonly cause?: RegExp;
  readonly hint?: RegExp;
}

const brand = Symbol.for('pegboard.plugin');
/** A plugin as another version of core, or code without types, may make it. */
const handMade = (members: object): Plugin =>
  ({ [brand]: { core: '9.9.9', copy: {} }, ...members }) as unknown as Plugin;
const tool = makeTool('odd');

const rows: readonly Row[] = [
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

function requiring(given: Plugin | PluginEntry): PluginEntry {
  const isEntry = given !== null && ['plugin', 'load'].some((key) => Object.keys(given).includes(key));
  return { ...(isEntry ? given : { plugin: given as Plugin }), required: true };
}

const neighbours = {
  first: makePlugin('first', {
    gives: { tools: [makeTool('greet')], services: [{ token: { service: 'clock' }, value: 1 }] },
  }),
  last: makePlugin('last', { gives: { tools: [makeTool('greet')] } }),
};
const hasty = { readMs: 40, configMs: 40, setupMs: 40, drainMs: 40, disposeMs: 40 };

describe('a registry with a plugin', () => {
  it.each(rows)('$what starts with all others', async ({ entry, name = 'odd', stage, ...said }) => {
    const seen: unknown[] = [];
    await using registry = createRegistry({
      tools: [makeTool('own')],
      plugins: [neighbours.first, entry(), neighbours.last],
      deadlines: hasty,
      onDiagnostic: (diagnostic) => seen.push(diagnostic),
    });
    await registry.ready();
    expect(registry.tools(['own', 'first_greet', 'last_greet'])).toHaveLength(3);
    expect(seen).toEqual(registry.diagnostics);
    if (stage === undefined) {
      expect(registry.diagnostics).toEqual([]);
      expect(registry.get(name)).toMatchObject({ state: 'ready', tools: ['odd_odd'] });
      return;
    }
    const { severity = 'error', cause, hint } = said;
    const fits = (pattern: RegExp | undefined): unknown => expect.stringMatching(pattern ?? /./);
    expect(registry.diagnostics).toEqual([
      expect.objectContaining({ plugin: name, stage, severity, cause: fits(cause), hint: fits(hint) }),
    ]);
    const failed = registry.plugins.filter(({ state }) => state === 'failed');
    expect(failed).toMatchObject([{ name, tools: [], providers: [] }]);
    expect(registry.tools()).toHaveLength(3);
  });

  it.each(rows.filter(({ stage }) => stage !== undefined))(
    '$what does not start where that one is required',
    async ({ entry, cause = /./, hint = /./ }) => {
      const required = requiring(entry());
      await using registry = createRegistry({
        tools: [makeTool('own')],
        plugins: [neighbours.first, required, neighbours.last],
        deadlines: hasty,
      });
      await expect(registry.ready()).rejects.toThrow(cause);
      await expect(registry.ready()).rejects.toThrow(hint);
      await expect(registry.ready()).rejects.toMatchObject({ name: 'ConfigError' });
      expect(registry.tools(['first_greet', 'last_greet'])).toHaveLength(2);
    },
  );
});

describe('a plugin of a second copy of core', () => {
  it('works, and both copies are named', async () => {
    vi.resetModules();
    const second = await import('@pegboard/core/plugin');
    expect(second.definePlugin).not.toBe(definePlugin);
    const foreign = second.definePlugin({
      name: 'foreign',
      api: 1,
      setup: () => ({ tools: [makeTool('hello')] }),
    });
    await using registry = createRegistry({ plugins: [neighbours.first, foreign] });
    await registry.ready();
    expect(registry.tools().map(({ name }) => name)).toEqual(['first_greet', 'foreign_hello']);
    expect(registry.diagnostics).toEqual([
      {
        plugin: 'foreign',
        stage: 'checked',
        severity: 'warning',
        cause: expect.stringMatching(
          /copy of @pegboard\/core of its own \(0\.0\.0.*this is 0\.0\.0/,
        ) as string,
        hint: expect.stringMatching(/peerDependency.*npm dedupe/) as string,
      },
    ]);
  });
});

describe('a plugin whose disposal', () => {
  it.each([
    ['throws', () => Promise.reject(new RangeError('already closed')), /already closed/],
    ['hangs', () => never, /did not end within 40 ms/],
  ])('%s leaves all the same, and the rest of it is disposed of', async (_, dispose, cause) => {
    const done: string[] = [];
    const odd = makePlugin('odd', {
      setup({ onDispose, signal }) {
        onDispose(() => void done.push(`first, ${signal.aborted ? 'aborted' : 'running'}`));
        onDispose(dispose);
        onDispose(() => void done.push('last'));
      },
    });
    const registry = createRegistry({ plugins: [odd, neighbours.last], deadlines: hasty });
    await registry.ready();
    await registry.remove('odd');
    expect(done).toEqual(['last', 'first, aborted']);
    expect(registry.get('odd')).toBeUndefined();
    expect(registry.diagnostics).toMatchObject([
      {
        plugin: 'odd',
        stage: 'disposed',
        severity: 'warning',
        cause: expect.stringMatching(cause) as string,
      },
    ]);
    await registry.dispose();
  });
});
