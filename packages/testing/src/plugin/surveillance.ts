import { check } from '../conformance/check.ts';

/** What a plugin touches besides what it is given. */
export interface Sightings {
  readonly fetched: readonly string[];
  readonly written: readonly string[];
}

/** Runs work and notes what in it goes past the plugin's context: the global `fetch`, the console and the standard outputs. */
export async function watched(work: () => Promise<void>): Promise<Sightings> {
  const fetched: string[] = [];
  const written: string[] = [];
  const restores: (() => void)[] = [];
  const replace = <T extends object, K extends keyof T>(owner: T, key: K, value: T[K]): void => {
    const before = owner[key];
    owner[key] = value;
    restores.push(() => void (owner[key] = before));
  };
  const send = globalThis.fetch;
  replace(globalThis, 'fetch', (input, init) => {
    fetched.push(input instanceof Request ? input.url : String(input));
    return send(input, init);
  });
  for (const method of ['log', 'info', 'warn', 'error', 'debug'] as const)
    replace(
      console,
      method,
      (...texts: readonly unknown[]) => void written.push(texts.map(String).join(' ')),
    );
  for (const stream of [process.stdout, process.stderr])
    replace(stream, 'write', (text: unknown) => written.push(String(text)) > 0);
  try {
    await work();
  } finally {
    for (const restore of restores.toReversed()) restore();
  }
  return { fetched, written };
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
