import { setTimeout as delay } from 'node:timers/promises';
import { ToolFailure } from '@pegboard/core';
import type { Display } from './display.ts';
import { type Chord, isSureKey, readChord, readChords, symbolOf } from './key-names.ts';
import { createSpareKeys } from './spare-keys.ts';

/** Milliseconds from key to key, as a fast typist has them. */
const typeDelay = '12';
/** What is typed or pressed in one go, which is not interrupted, so that no key stays down. */
const charactersAtOnce = 50;
const chordsAtOnce = 20;
const longestMs = 90_000;
const mostChords = 100;

export interface Keyboard {
  type(text: string, signal: AbortSignal): Promise<void>;
  press(text: string, repeat: number, signal: AbortSignal): Promise<void>;
  hold(text: string, ms: number, signal: AbortSignal): Promise<void>;
}

export function createKeyboard(display: Display): Keyboard {
  const spare = createSpareKeys(display);
  const { run } = display;
  return {
    type: async (text, signal) => {
      const pieces = piecesOf(readText(text), spare.most);
      checkTime(pieces);
      for (const piece of pieces) {
        signal.throwIfAborted();
        await spare.with(rareOf(piece), signal, async () => {
          await run('xdotool', ['type', '--delay', typeDelay, '--file', '-'], piece);
        });
      }
    },
    press: async (text, repeat, signal) => {
      const chords = readChords(text);
      if (chords.length * repeat > mostChords)
        throw new ToolFailure(
          `That is ${chords.length * repeat} presses of keys; at most ${mostChords} go at once.`,
        );
      await checkKeys(display, chords);
      const all = Array.from({ length: repeat }, () => chords).flat();
      await spare.with(rareKeys(chords), signal, async () => {
        for (let at = 0; at < all.length; at += chordsAtOnce) {
          signal.throwIfAborted();
          await run('xdotool', [
            'key',
            '--delay',
            typeDelay,
            ...all.slice(at, at + chordsAtOnce).map(nameOf),
          ]);
        }
      });
    },
    hold: async (text, ms, signal) => {
      const chord = readChord(text);
      await spare.with(rareKeys([chord]), signal, () =>
        whileHeld(display, chord, async () => delay(ms, undefined, { signal })),
      );
    },
  };
}

/** Holds keys down, and lets them go whatever comes. */
export async function whileHeld(display: Display, chord: Chord, use: () => Promise<void>): Promise<void> {
  await checkKeys(display, [chord]);
  try {
    await display.run('xdotool', ['keydown', nameOf(chord)]);
    await use();
  } finally {
    await display.run('xdotool', ['keyup', nameOf(chord)]);
  }
}

/** Rejects before anything is pressed when X has no such key: letting go of a key that is not down does nothing. */
async function checkKeys({ run }: Display, chords: readonly Chord[]): Promise<void> {
  const doubtful = chords.flat().filter((name) => !isSureKey(name));
  if (doubtful.length > 0) await run('xdotool', ['keyup', ...new Set(doubtful)]);
}

const nameOf = (chord: Chord): string => chord.join('+');

/** Characters that stand for keys of their own stay; others that show nothing are refused. */
function readText(text: string): string {
  const read = text.replaceAll('\r\n', '\n').replaceAll('\r', '\n').toWellFormed();
  // oxlint-disable-next-line no-control-regex -- they are looked for
  const control = /[\0-\x08\x0b-\x1f\x7f-\x9f]/.exec(read)?.[0];
  if (control !== undefined) {
    const code = control.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0');
    throw new ToolFailure(
      `Nothing was typed: the text holds the control character U+${code}, which no key writes. Leave it out, or press a key such as Escape with the action key.`,
    );
  }
  return read;
}

/** A call has its deadline, and half a text is worse than none. */
function checkTime(pieces: readonly string[]): void {
  const ms = pieces.reduce(
    (sum, piece) => sum + piece.length * 15 + (rareOf(piece).length > 0 ? 600 : 50),
    0,
  );
  if (ms <= longestMs) return;
  throw new ToolFailure(
    `Nothing was typed: to type a text of ${pieces.join('').length} characters takes ${Math.ceil(ms / 1_000)} s, and ${longestMs / 1_000} s is the limit. Type it in parts.`,
  );
}

/** Cuts a text where it gets long, and where it would need more keys than there are to spare. */
function piecesOf(text: string, mostRare: number): readonly string[] {
  const pieces: string[] = [];
  let piece = '';
  let length = 0;
  for (const character of text) {
    if (length >= charactersAtOnce || rareOf(piece + character).length > mostRare) {
      pieces.push(piece);
      [piece, length] = ['', 0];
    }
    piece += character;
    length++;
  }
  return piece === '' ? pieces : [...pieces, piece];
}

function rareOf(text: string): readonly string[] {
  return [...new Set(text)].filter((character) => symbolOf(character) !== undefined);
}

/** Keys that are named by a character. */
function rareKeys(chords: readonly Chord[]): readonly string[] {
  const codes = chords.flat().filter((name) => /^U[0-9A-F]{4,6}$/.test(name));
  return [...new Set(codes)].map((name) => String.fromCodePoint(Number.parseInt(name.slice(1), 16)));
}
