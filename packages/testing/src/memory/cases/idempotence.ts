import { checkSame } from '../../conformance/check.ts';
import { settle } from '../../conformance/settle.ts';
import { idsOf, memoryCase, note, notes } from '../memory-case.ts';

export const idempotenceCases = [
  memoryCase('the same append twice counts once', async ({ append, holds }) => {
    await append('t', notes('m', 3));
    await append('t', notes('m', 3));
    await holds('t', notes('m', 3), 'after the repetition');
  }),
  memoryCase('of an overlapping append only the new messages are added', async ({ append, load }) => {
    await append('t', notes('m', 2));
    await append('t', notes('m', 4));
    checkSame(idsOf(await load('t')), ['m1', 'm2', 'm3', 'm4'], 'after the overlap');
  }),
  memoryCase('a message that is there is skipped wherever it stands', async ({ append, load }) => {
    await append('t', notes('m', 3));
    await append('t', [note('n1'), note('m1'), note('n2')]);
    checkSame(idsOf(await load('t')), ['m1', 'm2', 'm3', 'n1', 'n2'], 'the thread');
  }),
  memoryCase('the same id twice in one append counts once', async ({ append, load }) => {
    await append('t', [note('a'), note('a'), note('b'), note('a')]);
    checkSame(idsOf(await load('t')), ['a', 'b'], 'the thread');
  }),
  memoryCase('the first message of an id stays', async ({ append, holds }) => {
    await append('t', [note('a', 'first')]);
    await append('t', [note('a', 'second')]);
    await holds('t', [note('a', 'first')], 'the thread');
  }),
  memoryCase('a repeated append with expectedLast adds nothing twice', async ({ append, holds }) => {
    await append('t', notes('m', 1));
    await append('t', notes('n', 2), 'm1');
    // Whether the late repetition resolves or reports a conflict is left open; the thread must be the same.
    await settle('the repeated append', append('t', notes('n', 2), 'm1'));
    await holds('t', [...notes('m', 1), ...notes('n', 2)], 'after the repetition');
  }),
  memoryCase('the same append five times at once counts once', async ({ append, holds }) => {
    await Promise.all(Array.from({ length: 5 }, () => append('t', notes('m', 3))));
    await holds('t', notes('m', 3), 'the thread');
  }),
];
