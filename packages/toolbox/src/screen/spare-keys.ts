import { setTimeout as delay } from 'node:timers/promises';
import type { Display } from './display.ts';
import { symbolOf } from './key-names.ts';

/** So long programs may take to learn what a key is now. */
const learnMs = 100;
/** So long they may take to read what was typed, before a key becomes another. */
const readMs = 300;
/** Most layouts have as many keys to spare. */
const charactersAtOnce = 12;

/** Runs `use` while the keyboard has the character, or the characters, that it lacks otherwise. */
export type WithCharacters = (
  characters: readonly string[],
  signal: AbortSignal,
  use: () => Promise<void>,
) => Promise<void>;

export interface SpareKeys {
  /** Characters at a time. */
  readonly most: number;
  readonly with: WithCharacters;
}

/**
 * Keys for characters that the layout does not have. xdotool would change one key back and forth, faster than browsers look, and characters
 * would be lost. On a display of its own keys keep their characters; elsewhere they lose them at the end.
 */
export function createSpareKeys({ run, isOwn }: Display): SpareKeys {
  /** Key by character, the one longest without use first. */
  const given = new Map<string, number>();
  let free: number[] | undefined;
  const give = async (characters: readonly string[]): Promise<void> => {
    free ??= freeKeys(String(await run('xmodmap', ['-pke'])));
    const lines: string[] = [];
    for (const character of characters) {
      const key = given.get(character) ?? free.shift() ?? oldest(given, characters);
      const isNew = !given.has(character);
      given.delete(character);
      if (key === undefined) continue;
      given.set(character, key);
      const symbol = symbolOf(character) ?? '';
      if (isNew) lines.push(`keycode ${key} = ${symbol} ${symbol}`);
    }
    if (lines.length === 0) return;
    await run('xmodmap', ['-'], lines.join('\n'));
  };
  const takeBack = async (): Promise<void> => {
    const lines = [...given.values()].map((key) => `keycode ${key} =`);
    free?.push(...given.values());
    given.clear();
    await run('xmodmap', ['-'], lines.join('\n'));
  };
  return {
    most: charactersAtOnce,
    with: async (characters, signal, use) => {
      if (characters.length === 0) return use();
      await give(characters);
      try {
        await delay(learnMs, undefined, { signal });
        await use();
        await delay(readMs, undefined, { signal });
      } finally {
        if (!isOwn) await takeBack();
      }
    },
  };
}

/** Keys that mean nothing; those of multimedia keyboards do, to browsers. Two are left for xdotool. */
function freeKeys(table: string): number[] {
  return [...table.matchAll(/^keycode +(\d+) = *$/gm)]
    .map(([, key]) => Number(key))
    .filter((key) => key > 8)
    .slice(2);
}

/** Takes the key of the character that was not used for the longest time. */
function oldest(given: Map<string, number>, kept: readonly string[]): number | undefined {
  for (const [character, key] of given) {
    if (kept.includes(character)) continue;
    given.delete(character);
    return key;
  }
  return undefined;
}
