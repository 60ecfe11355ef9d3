/** Ways in which code of others goes wrong. `ms` is the deadline that it breaks; a late one settles at three times that. */
export const faults: Readonly<Record<string, (ms: number) => unknown>> = {
  'never settles': () => new Promise(() => undefined),
  'settles late': (ms) => new Promise((resolve) => setTimeout(resolve, ms * 3)),
  'rejects late': (ms) => new Promise((_, reject) => setTimeout(() => reject(new Error('too late')), ms * 3)),
  throws: () => {
    throw new Error('broken in /srv/secret/app.js');
  },
  'throws a string': () => {
    // oxlint-disable-next-line no-throw-literal, typescript/only-throw-error -- the point of the test
    throw 'broken';
  },
};

/** A function of the user's that works, but for one call. */
export interface Breakable {
  /** Does what is wrong when its call has come, and gives undefined otherwise. */
  readonly touch: () => unknown;
  /** When the fault began, in milliseconds of `performance.now()`. */
  readonly since: () => number | undefined;
}

/** Breaks in call number `at`, then heals. */
export function breakable(fault: () => unknown, at: number): Breakable {
  let calls = 0;
  let began: number | undefined;
  return {
    touch() {
      if (++calls !== at) return undefined;
      began = performance.now();
      return fault();
    },
    since: () => began,
  };
}
