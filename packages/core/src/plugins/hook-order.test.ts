import { describe, expect, it } from 'vitest';
import type { Hooks } from '@pegboard/core';
import { createRegistry, type Plugin, type PluginOrder } from '@pegboard/core/plugin';
import { scriptedProvider } from '@pegboard/testing';
import { makePlugin } from './plugin.test-util.ts';

/** The names of plugins in the order in which their hooks see a run, and what was said of them. */
async function orderOf(
  orders: Readonly<Record<string, PluginOrder>>,
): Promise<{ readonly order: readonly string[]; readonly said: readonly string[] }> {
  const order: string[] = [];
  const noting = (name: string): Hooks => ({
    name,
    async run(_, next) {
      order.push(name);
      await next();
    },
  });
  const plugins = Object.entries(orders).map(([name, where]): Plugin =>
    makePlugin(name, { order: where, gives: { hooks: [noting(name)] } }),
  );
  const providers = [scriptedProvider([], { name: 'acme', otherwise: 'ok' })];
  await using registry = createRegistry({ providers, plugins });
  await registry.ready();
  await registry.agent({ model: 'acme/any', hooks: [noting('own')] }).run('Hi');
  return { order, said: registry.diagnostics.map(({ plugin, cause }) => `${plugin}: ${cause}`) };
}

describe('hooks of plugins', () => {
  it.each([
    ['stand as in the list', { a: {}, b: {}, c: {} }, ['a', 'b', 'c', 'own']],
    ['stand before others by name', { a: {}, b: {}, c: { before: ['a'] } }, ['c', 'a', 'b', 'own']],
    ['stand after others by name', { a: { after: ['c'] }, b: {}, c: {} }, ['c', 'a', 'b', 'own']],
    ['let names be that are not there', { a: { after: ['x'] }, b: { before: ['y'] } }, ['a', 'b', 'own']],
    [
      'stand in chains',
      { a: { after: ['b'] }, b: { after: ['c'] }, c: {}, d: { before: ['c'] } },
      ['d', 'c', 'b', 'a', 'own'],
    ],
  ])('%s', async (_, orders, expected) => {
    expect(await orderOf(orders)).toEqual({ order: expected, said: [] });
  });

  it('that go in a circle stand as in the list, and are named', async () => {
    const { order, said } = await orderOf({
      a: { after: ['b'] },
      b: { after: ['c'] },
      c: { after: ['a'] },
      d: { before: ['a', 'b', 'c'] },
    });
    expect(order).toEqual(['d', 'a', 'b', 'c', 'own']);
    expect(said).toEqual([expect.stringMatching(/^a: `order` goes in a circle: a → b → c → a\./)]);
  });

  it('are named for as long as they go in a circle, and told once', async () => {
    const told: string[] = [];
    const [a, b] = [
      makePlugin('a', { order: { after: ['b'] } }),
      makePlugin('b', { order: { after: ['a'] } }),
    ];
    await using registry = createRegistry({
      plugins: [a, b],
      onDiagnostic: ({ plugin, severity }) => void told.push(`${plugin} ${severity}`),
    });
    await registry.ready();
    await registry.swap('a', a);
    expect(registry.diagnostics).toMatchObject([{ plugin: 'a', severity: 'warning' }]);
    await registry.swap('b', makePlugin('b'));
    expect(registry.diagnostics).toEqual([]);
    expect(told).toEqual(['a warning']);
  });
});
