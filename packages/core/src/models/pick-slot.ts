import type { Target } from '../contracts/provider.ts';
import type { ProviderError } from '../errors/provider-error.ts';

export const strategies = ['round-robin', 'least-busy', 'weighted', 'random'] as const;
export type BalanceStrategy = (typeof strategies)[number];

/** One target of `balance` and how it fares. */
export interface Slot {
  readonly target: Target;
  readonly position: number;
  readonly weight: number;
  /** What `weighted` owes it. */
  credit: number;
  /** Calls under way. */
  busy: number;
  /** By the balancer's clock. */
  freeAt: number;
  failure: ProviderError | undefined;
}

/** Chooses among at least one. */
export type Picker = (free: readonly Slot[]) => Slot | undefined;

export function createPicker(strategy: BalanceStrategy, count: number, random: () => number): Picker {
  const inTurn = createTurns(count);
  switch (strategy) {
    case 'round-robin':
      return inTurn;
    case 'least-busy':
      return (free) => {
        const least = Math.min(...free.map(({ busy }) => busy));
        return inTurn(free.filter(({ busy }) => busy === least));
      };
    case 'weighted':
      return mostOwed;
    case 'random':
      return (free) => free[Math.min(free.length - 1, Math.max(0, Math.floor(random() * free.length)))];
  }
}

/** The first at or after the place behind the last one taken. */
function createTurns(count: number): Picker {
  let next = 0;
  return (free) => {
    const slot = free.find(({ position }) => position >= next) ?? free[0];
    next = ((slot?.position ?? 0) + 1) % count;
    return slot;
  };
}

/**
 * Each is owed its weight with every call, and the one taken pays for all: shares hold over any stretch, and heavy ones do not come in a
 * row.
 */
function mostOwed(free: readonly Slot[]): Slot | undefined {
  for (const slot of free) slot.credit += slot.weight;
  const [taken] = free.toSorted((a, b) => b.credit - a.credit);
  if (taken) taken.credit -= free.reduce((sum, { weight }) => sum + weight, 0);
  return taken;
}
