/** What waits for a client's answers, such as a run that a person must approve. */
export interface WaitingRoom<T extends Waiting> {
  /** Gives the key under which it is found again, once. */
  readonly keep: (waiting: T) => string;
  readonly take: (key: string | undefined) => T | undefined;
}

export interface Waiting {
  /** Of the request and its sender: nobody else's answer counts. */
  readonly call: string;
}

const most = 1_000;
/** Milliseconds in which a person decides. */
const patienceMs = 15 * 60_000;

export function createWaitingRoom<T extends Waiting>(): WaitingRoom<T> {
  const waiting = new Map<string, { readonly one: T; readonly until: number }>();
  const sweep = (): void => {
    for (const [key, { until }] of waiting) {
      if (until > Date.now() && waiting.size <= most) return;
      waiting.delete(key);
    }
  };
  return {
    keep(one) {
      const key = crypto.randomUUID();
      waiting.set(key, { one, until: Date.now() + patienceMs });
      sweep();
      return key;
    },
    take(key) {
      sweep();
      const found = key === undefined ? undefined : waiting.get(key);
      if (key !== undefined) waiting.delete(key);
      return found?.one;
    },
  };
}
