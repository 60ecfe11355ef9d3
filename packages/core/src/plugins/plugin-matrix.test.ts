import { describe, expect, it, vi } from 'vitest';
import { createRegistry, definePlugin, type Plugin, type PluginEntry } from '@pegboard/core/plugin';
import { oddPlugins } from './odd-plugins.test-util.ts';
import { makePlugin, makeTool, never } from './plugin.test-util.ts';

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
describe('a registry with a plugin', () => {
  it.each(oddPlugins)(
    '$what starts with all others',
    async ({ entry, name = 'odd', stage, hangs, ...said }) => {
      const seen: unknown[] = [];
      await using registry = createRegistry({
        tools: [makeTool('own')],
        plugins: [neighbours.first, entry(), neighbours.last],
        deadlines: hangs ? { [hangs]: 40 } : {},
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
      const { cause, hint } = said;
      const fits = (pattern: RegExp | undefined): unknown => expect.stringMatching(pattern ?? /./);
      expect(registry.diagnostics).toEqual([
        expect.objectContaining({
          plugin: name,
          stage,
          severity: 'error',
          cause: fits(cause),
          hint: fits(hint),
        }),
      ]);
      const failed = registry.plugins.filter(({ state }) => state === 'failed');
      expect(failed).toMatchObject([{ name, tools: [], providers: [] }]);
      expect(registry.tools()).toHaveLength(3);
    },
  );

  it.each(oddPlugins.filter(({ stage }) => stage !== undefined))(
    '$what does not start where that one is required',
    async ({ entry, hangs, cause = /./, hint = /./ }) => {
      const required = requiring(entry());
      await using registry = createRegistry({
        tools: [makeTool('own')],
        plugins: [neighbours.first, required, neighbours.last],
        deadlines: hangs ? { [hangs]: 40 } : {},
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
          /copy of @pegboard\/core of its own \(0\.0\.0.*this is 0\.0\.0\); \d copies are loaded/,
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
    const registry = createRegistry({ plugins: [odd, neighbours.last], deadlines: { disposeMs: 40 } });
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
