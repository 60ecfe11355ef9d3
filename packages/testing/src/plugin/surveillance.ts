import { AsyncLocalStorage } from 'node:async_hooks';
import { check } from '../conformance/check.ts';

/** What a plugin touches besides what it is given. */
export interface Sightings {
  readonly fetched: readonly string[];
  readonly written: readonly string[];
}

type Method = (...args: never[]) => unknown;

/**
 * Runs work and notes what in it goes past the plugin's context: the global `fetch`, the console and the standard outputs. What others do in
 * the meantime, such as a reporter of tests, is theirs.
 */
export async function watched(work: () => Promise<void>): Promise<Sightings> {
  const fetched: string[] = [];
  const written: string[] = [];
  const here = new AsyncLocalStorage<true>();
  const restores: (() => void)[] = [];
  const watch = <K extends string>(
    owner: Record<K, Method>,
    key: K,
    note: (args: readonly unknown[]) => unknown,
  ): void => {
    const before = owner[key];
    owner[key] = function noted(this: unknown, ...args) {
      if (here.getStore() !== true) return Reflect.apply(before, this, args);
      const instead = note(args);
      return instead === undefined ? Reflect.apply(before, this, args) : instead;
    };
    restores.push(() => void (owner[key] = before));
  };
  watch(globalThis, 'fetch', ([input]) => void fetched.push(urlOf(input)));
  for (const method of ['log', 'info', 'warn', 'error', 'debug'] as const)
    watch(console, method, (texts) => written.push(texts.map(String).join(' ')));
  for (const stream of [process.stdout, process.stderr])
    watch(stream, 'write', ([text]) => written.push(String(text)) > 0);
  try {
    await here.run(true, work);
  } finally {
    for (const restore of restores.toReversed()) restore();
  }
  return { fetched, written };
}

function urlOf(input: unknown): string {
  return input instanceof Request ? input.url : String(input);
}

/** What a process holds that a plugin might leave changed. */
export interface Belongings {
  readonly globals: readonly string[];
  readonly env: string;
  readonly listeners: string;
}

export function belongings(): Belongings {
  const events = process.eventNames().map((name) => `${String(name)} ${process.listenerCount(name)}`);
  return {
    globals: [globalThis, Object.prototype, Array.prototype, Promise.prototype, Function.prototype].flatMap(
      (value) => Reflect.ownKeys(value).map(String),
    ),
    env: JSON.stringify(process.env),
    listeners: events.toSorted().join(),
  };
}

export function checkUnchanged(before: Belongings, what: string): void {
  const now = belongings();
  const added = now.globals.filter((name) => !before.globals.includes(name));
  check(added.length === 0, `${what} should add no globals: ${added.join(', ')}`);
  check(now.env === before.env, `${what} should not change the environment`);
  check(
    now.listeners === before.listeners,
    `${what} should leave no listeners on the process: ${now.listeners}`,
  );
}
