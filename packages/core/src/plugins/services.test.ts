import { describe, expect, it } from 'vitest';
import { createRegistry, defineService, offer, type Plugin, type ServiceToken } from '@pegboard/core/plugin';
import { makePlugin } from './plugin.test-util.ts';

interface Clock {
  readonly now: () => number;
}

const clock = defineService<Clock>('clock');
const [a, b, c] = ['a', 'b', 'c'].map((name) => defineService<number>(name)) as [
  ServiceToken<number>,
  ServiceToken<number>,
  ServiceToken<number>,
];

/** A plugin named like the service that it offers. */
const offering = (token: ServiceToken<number>, needs: readonly ServiceToken[] = []): Plugin =>
  makePlugin(token.service, { needs, offers: [token], setup: () => ({ services: [offer(token, 1)] }) });

async function causes(plugins: readonly Plugin[]): Promise<Record<string, string>> {
  await using registry = createRegistry({ plugins });
  await registry.ready();
  return Object.fromEntries(registry.diagnostics.map(({ plugin, cause }) => [plugin, cause]));
}

describe('services', () => {
  it('are there when a plugin that needs them is set up, whatever the order of the list', async () => {
    const seen: number[] = [];
    const user = makePlugin('user', {
      needs: [clock],
      setup: ({ services }) => void seen.push(services.get(clock).now(), services.find(clock)?.now() ?? 0),
    });
    const maker = makePlugin('maker', {
      async setup() {
        await Promise.resolve();
        return { services: [offer(clock, { now: () => 7 })] };
      },
    });
    await using registry = createRegistry({ plugins: [user, maker] });
    await registry.ready();
    expect(seen).toEqual([7, 7]);
    expect(registry.service(clock).now()).toBe(7);
    expect(registry.get('maker')).toMatchObject({ services: ['clock'] });
  });

  it('that are missing are named', async () => {
    expect(await causes([offering(a, [b]), offering(c)])).toEqual({
      a: 'it needs the service "b", which no plugin offers',
    });
  });

  it('that wait for each other are named with the way round', async () => {
    const said = await causes([offering(a, [b]), offering(b, [c]), offering(c, [a])]);
    expect(said).toEqual({
      a: 'it waits for itself: a → b → c → a',
      b: 'it waits for itself: b → c → a → b',
      c: 'it waits for itself: c → a → b → c',
    });
  });

  it('that come from a plugin that has failed are named with it, also further on', async () => {
    const broken = { ...offering(a), setup: () => Promise.reject(new RangeError('no')) };
    expect(await causes([offering(c, [b]), offering(b, [a]), broken])).toEqual({
      a: 'no',
      b: 'it needs the service "a" of plugin "a", which has failed',
      c: 'it needs the service "b" of plugin "b", which is not there',
    });
  });

  it('that a plugin promised and did not bring are named', async () => {
    const empty = { ...offering(a), setup: () => ({}) };
    expect(await causes([offering(b, [a]), empty])).toEqual({
      b: 'it needs the service "a" of plugin "a", which is not there',
    });
  });

  it('that two plugins offer are a clash of both', async () => {
    const other = { ...offering(a), name: 'other' };
    expect(await causes([offering(a), other])).toEqual({
      other: 'its service "a" has the name of one of plugin "a"',
    });
  });

  it('that are asked for without being needed are an error that says what to write', async () => {
    const found: unknown[] = [];
    const asking = makePlugin('asking', { setup: ({ services }) => void services.get(clock) });
    const trying = makePlugin('trying', { setup: ({ services }) => void found.push(services.find(clock)) });
    expect(await causes([asking, trying])).toEqual({
      asking: expect.stringMatching(
        /asks for the service "clock", which is not there.*`needs: \[token\]`/,
      ) as string,
    });
    expect(found).toEqual([undefined]);
  });

  it('that leave take those along that need them', async () => {
    const done: string[] = [];
    const noting = (plugin: Plugin): Plugin => ({
      ...plugin,
      setup(ctx) {
        ctx.onDispose(() => void done.push(plugin.name));
        for (const token of plugin.needs ?? []) ctx.services.get(token);
        return plugin.setup(ctx);
      },
    });
    await using registry = createRegistry({
      plugins: [noting(offering(a)), noting(offering(b, [a])), noting(offering(c, [b]))],
    });
    await registry.ready();
    await registry.remove('a');
    expect(done).toEqual(['c', 'b', 'a']);
    await registry.ready();
    expect(registry.plugins).toMatchObject([
      { name: 'b', state: 'failed' },
      { name: 'c', state: 'failed' },
    ]);
    expect(registry.diagnostics).toMatchObject([
      { plugin: 'b', stage: 'setup', cause: 'it needs the service "a", which no plugin offers' },
      { plugin: 'c', stage: 'setup', cause: expect.stringMatching(/service "b" of plugin "b"/) as string },
    ]);
    expect(() => registry.service(b)).toThrow(/no service "b"/);
    registry.add(offering(a));
    await registry.swap('b', offering(b, [a]));
    expect(registry.service(b)).toBe(1);
  });

  it('that leave are done without by those that only look for them', async () => {
    const seen: unknown[] = [];
    const looking = makePlugin('looking', { setup: ({ services }) => void seen.push(services.find(a)) });
    await using registry = createRegistry({ plugins: [offering(a)] });
    await registry.ready();
    registry.add(looking);
    await registry.ready();
    await registry.remove('a');
    await registry.ready();
    expect(seen).toEqual([1, undefined]);
    expect(registry.plugins).toMatchObject([{ name: 'looking', state: 'ready' }]);
    expect(registry.diagnostics).toEqual([]);
  });

  it('of plugins that look for each other later end with both, once each', async () => {
    const done: string[] = [];
    const asks: (() => unknown)[] = [];
    const mutual = (own: ServiceToken<number>, other: ServiceToken<number>): Plugin =>
      makePlugin(own.service, {
        setup({ services, onDispose }) {
          asks.push(() => services.find(other));
          onDispose(() => void done.push(own.service));
          return { services: [offer(own, 1)] };
        },
      });
    const registry = createRegistry({ plugins: [mutual(a, b), mutual(b, a)] });
    await registry.ready();
    expect(asks.map((ask) => ask())).toEqual([1, 1]);
    await (
      await registry.swap('a', mutual(a, b))
    ).drained;
    expect(done.toSorted()).toEqual(['a', 'b']);
    await registry.dispose();
    expect(done.toSorted()).toEqual(['a', 'a', 'b', 'b']);
  });
});
