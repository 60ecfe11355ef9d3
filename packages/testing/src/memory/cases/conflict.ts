import { rejection } from '../../conformance/settle.ts';
import { memoryCase, note, notes } from '../memory-case.ts';

export const conflictCases = [
  memoryCase('expectedLast that is the last message is accepted', async ({ append, holds }) => {
    await append('t', notes('m', 2));
    await append('t', [note('n')], 'm2');
    await holds('t', [...notes('m', 2), note('n')], 'the thread');
  }),
  memoryCase('expectedLast null is accepted on an empty thread', async ({ append, holds }) => {
    await append('t', notes('m', 1), null);
    await holds('t', notes('m', 1), 'the thread');
  }),
  memoryCase(
    'expectedLast that is not the last message rejects and adds nothing',
    async ({ append, holds }) => {
      await append('t', notes('m', 3));
      await rejection('an append after a message that is not the last', append('t', notes('n', 2), 'm2'));
      await holds('t', notes('m', 3), 'after the conflict');
    },
  ),
  memoryCase('expectedLast of an unknown message rejects and adds nothing', async ({ append, holds }) => {
    await append('t', notes('m', 2));
    await rejection('an append after an unknown message', append('t', notes('n', 2), 'other'));
    await holds('t', notes('m', 2), 'after the conflict');
  }),
  memoryCase('expectedLast null rejects on a thread that is not empty', async ({ append, holds }) => {
    await append('t', notes('m', 2));
    await rejection('an append to a thread that should be empty', append('t', notes('n', 2), null));
    await holds('t', notes('m', 2), 'after the conflict');
  }),
  memoryCase('expectedLast of a message rejects on an empty thread', async ({ append, holds }) => {
    await rejection('an append after a message of an empty thread', append('t', notes('n', 2), 'm1'));
    await holds('t', [], 'after the conflict');
  }),
  memoryCase('expectedLast counts in its own thread only', async ({ append, holds }) => {
    await append('one', notes('m', 2));
    await append('two', notes('n', 1));
    await rejection('an append after the last message of another thread', append('two', [note('x')], 'm2'));
    await holds('two', notes('n', 1), 'after the conflict');
    await append('one', [note('x')], 'm2');
  }),
  memoryCase('a conflict does not stop later appends', async ({ append, holds }) => {
    await append('t', notes('m', 1));
    await rejection('the conflict', append('t', notes('n', 1), 'other'));
    await append('t', notes('n', 1), 'm1');
    await holds('t', [...notes('m', 1), ...notes('n', 1)], 'after the second try');
  }),
];
