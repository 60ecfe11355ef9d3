/** The decisions behind one candidate: `take` gives the number of the way to go, `next` sets out for another candidate. */
export interface Choices {
  /** One of `0` to `ways - 1`; `0` is the way that is tried first. */
  take(ways: number): number;
  /** False when there is nothing new to try. */
  next(): boolean;
}

const mostTries = 400;

/** First every decision at its first way, then each decision changed alone, then all of them in a fixed mixture. */
export function createChoices(): Choices {
  let plan: readonly number[] = [];
  let taken: number[] = [];
  let tries = 1;
  let single: number[][] | undefined;
  let state = 1;
  return {
    take(ways) {
      const way = (plan[taken.length] ?? 0) % Math.max(1, ways);
      taken.push(ways);
      return way;
    },
    next() {
      const decisions = taken;
      single ??= decisions.flatMap((ways, at) => otherWays(ways, at)).slice(0, mostTries / 2);
      taken = [];
      if (++tries > mostTries || decisions.every((ways) => ways < 2)) return false;
      plan = single.shift() ?? decisions.map(() => (state = (state * 48_271) % 2_147_483_647));
      return true;
    },
  };
}

function otherWays(ways: number, at: number): number[][] {
  return Array.from({ length: Math.min(ways, 20) - 1 }, (_, way) => [
    ...Array.from({ length: at }, () => 0),
    way + 1,
  ]);
}
