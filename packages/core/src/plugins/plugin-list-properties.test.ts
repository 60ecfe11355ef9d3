import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import {
  createRegistry,
  definePlugin,
  defineService,
  offer,
  type Plugin,
  type Registry,
} from '@pegboard/core/plugin';
import { makeTool } from './plugin.test-util.ts';

const names = ['a', 'b', 'c', 'd'] as const;
type Name = (typeof names)[number];

/** What one version of a plugin is like. */
interface Kind {
  readonly name: Name;
  readonly fails: boolean;
  /** It can be set up once. */
  readonly fickle: boolean;
  /** Turns of the event loop that its set-up and its disposal take. */
  readonly slow: number;
  /** Its tool has the name that all such plugins give theirs. */
  readonly clashes: boolean;
  readonly needs: Name | undefined;
}

type Step =
  | { readonly do: 'add' | 'swap'; readonly kind: Kind; readonly wait: boolean }
  | { readonly do: 'remove'; readonly name: Name; readonly wait: boolean };

const kind: fc.Arbitrary<Kind> = fc.record({
  name: fc.constantFrom(...names),
  fails: fc.integer({ min: 0, max: 6 }).map((dice) => dice === 0),
  fickle: fc.boolean(),
  slow: fc.integer({ min: 0, max: 2 }),
  clashes: fc.integer({ min: 0, max: 3 }).map((dice) => dice === 0),
  needs: fc.option(fc.constantFrom(...names), { nil: undefined, freq: 1 }),
});
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ do: fc.constantFrom('add' as const, 'swap' as const), kind, wait: fc.boolean() }),
  fc.record({ do: fc.constant('remove' as const), name: fc.constantFrom(...names), wait: fc.boolean() }),
);

/** Where every sequence begins: each of three uses the one before. */
const chain = (fickle: boolean): readonly Kind[] =>
  (['a', 'b', 'c'] as const).map((name, index) => ({
    name,
    fails: false,
    fickle,
    slow: 0,
    clashes: false,
    needs: names[index - 1],
  }));

const tokens = new Map(names.map((name) => [name, defineService<object>(name)]));

async function turns(count: number): Promise<void> {
  for (let turn = 0; turn < count; turn++) await new Promise<void>((resolve) => setImmediate(resolve));
}

/** Every set-up that has begun and not ended, and how often each has ended. */
class Book {
  readonly open = new Set<object>();
  readonly endedTwice: object[] = [];

  plugin({ name, fails, fickle, slow, clashes, needs }: Kind): Plugin {
    let before = 0;
    const token = tokens.get(name);
    const needed = needs === undefined || needs === name ? undefined : tokens.get(needs);
    return definePlugin({
      name,
      api: 1,
      ...(needed && { needs: [needed] }),
      setup: async ({ onDispose, services }) => {
        const handle = {};
        this.open.add(handle);
        onDispose(async () => {
          await turns(slow);
          if (!this.open.delete(handle)) this.endedTwice.push(handle);
        });
        await turns(slow);
        if (fails || (fickle && before++ > 0)) throw new RangeError('no');
        if (needed) services.get(needed);
        return {
          tools: [makeTool(clashes ? 'same' : 'own')],
          ...(token && { services: [offer(token, handle)] }),
        };
      },
    });
  }
}

function entryOf(book: Book, one: Kind): { readonly plugin: Plugin; readonly namespace?: string } {
  return { plugin: book.plugin(one), ...(one.clashes && { namespace: 'shared' }) };
}

/** What is there belongs to plugins that are ready, each of which is there whole. */
function checkWhole(registry: Registry, book: Book): void {
  const ready = registry.plugins.filter(({ state }) => state === 'ready');
  expect(new Set(ready.map(({ name }) => name)).size).toBe(ready.length);
  expect(
    registry
      .tools()
      .map(({ name }) => name)
      .toSorted(),
  ).toEqual(ready.flatMap(({ tools }) => tools).toSorted());
  expect(ready.every(({ tools, services }) => tools.length === 1 && services.length === 1)).toBe(true);
  expect(book.open.size).toBe(ready.length);
  const failed = registry.plugins.filter(({ state }) => state === 'failed').map(({ name }) => name);
  const blamed = registry.diagnostics
    .filter(({ severity }) => severity === 'error')
    .map(({ plugin }) => plugin);
  expect(failed.filter((name) => !blamed.includes(name))).toEqual([]);
}

it('whatever comes, goes and fails in any order, plugins are there whole or not at all, and end once', async () => {
  await fc.assert(
    fc.asyncProperty(fc.boolean(), fc.array(step, { maxLength: 14 }), async (fickle, steps) => {
      const book = new Book();
      const registry = createRegistry({ plugins: chain(fickle).map((one) => entryOf(book, one)) });
      const work: Promise<unknown>[] = [];
      for (const one of steps) {
        if (one.do === 'add') registry.add(entryOf(book, one.kind));
        else if (one.do === 'remove') work.push(registry.remove(one.name));
        else if (registry.get(one.kind.name))
          // A swap that fails changes nothing.
          work.push(
            registry.swap(one.kind.name, entryOf(book, one.kind)).then(
              ({ drained }) => drained,
              () => undefined,
            ),
          );
        if (one.wait) await registry.ready();
      }
      await registry.ready();
      await Promise.all(work);
      checkWhole(registry, book);
      await registry.dispose();
      expect(book.open.size).toBe(0);
      expect(book.endedTwice).toEqual([]);
    }),
    { numRuns: 300 },
  );
}, 60_000);
