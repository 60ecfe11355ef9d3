import { ai } from './ai.ts';
import type { Contender } from './contender.ts';
import { floor, floorOnFetch } from './floor.ts';
import { openaiSdk } from './openai-sdk.ts';
import { pegboard, pegboardOnFetch, pegboardOnText } from './pegboard.ts';

/** Measured in every run: the floor that the others are compared with comes first. */
export const own: readonly Contender[] = [floor, floorOnFetch, pegboard, pegboardOnFetch, pegboardOnText];

/** Measured when `--peers` does not leave them out. */
export const peers: readonly Contender[] = [openaiSdk, ai];

/** Throws `TypeError` for a name that none has. */
export function contenderNamed(name: string): Contender {
  const found = [...own, ...peers].find((one) => one.name === name);
  if (!found) throw new TypeError(`There is no contender "${name}".`);
  return found;
}
