import type { Message } from '@pegboard/core';
import { checkSame } from '../../conformance/check.ts';
import { memoryCase, note, notes } from '../memory-case.ts';

export const isolationCases = [
  memoryCase('an array that was loaded does not change with later appends', async ({ append, load }) => {
    await append('t', notes('m', 2));
    const before = await load('t');
    await append('t', notes('n', 2));
    checkSame(before, notes('m', 2), 'the array loaded before');
  }),
  memoryCase('the empty array of an unknown thread does not change later', async ({ append, load }) => {
    const before = await load('t');
    await append('t', notes('m', 2));
    checkSame(before, [], 'the array loaded before');
  }),
  memoryCase('changing the array that was appended changes nothing', async ({ append, holds }) => {
    const messages = notes('m', 2);
    await append('t', messages);
    messages.push(note('later'));
    await holds('t', notes('m', 2), 'the thread');
  }),
  memoryCase('changing a message after it was appended changes nothing', async ({ append, holds }) => {
    const message = note('m1', 'before');
    await append('t', [message]);
    vandalise(message);
    await holds('t', [note('m1', 'before')], 'the thread');
  }),
  memoryCase('changing what was loaded changes nothing', async ({ append, load, holds }) => {
    await append('t', notes('m', 2));
    const loaded = await load('t');
    // A frozen answer is fine too: then the change is refused.
    attempt(() => void (loaded as Message[]).splice(0, 1));
    attempt(() => (loaded as Message[]).push(note('intruder')));
    for (const message of loaded) attempt(() => vandalise(message));
    await holds('t', notes('m', 2), 'the thread');
  }),
];

/** Writes through `readonly`, as untyped code can. */
function vandalise(message: Message): void {
  const [part] = message.content as unknown as { text: string }[];
  if (part) part.text = 'vandalised';
}

function attempt(change: () => void): void {
  try {
    change();
  } catch {
    // Refusing is right as well.
  }
}
