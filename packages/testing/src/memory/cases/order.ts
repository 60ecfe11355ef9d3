import { checkSame } from '../../conformance/check.ts';
import { idsOf, memoryCase, note, notes } from '../memory-case.ts';

export const orderCases = [
  memoryCase('an unknown thread is empty', async ({ holds }) => {
    await holds('nobody', [], 'an unknown thread');
  }),
  memoryCase('one append is loaded in the order given', async ({ append, holds }) => {
    const messages = notes('m', 5);
    await append('t', messages);
    await holds('t', messages, 'the thread');
  }),
  memoryCase('later appends go to the end', async ({ append, holds }) => {
    await append('t', notes('a', 2));
    await append('t', notes('b', 2));
    await append('t', notes('c', 1));
    await holds('t', [...notes('a', 2), ...notes('b', 2), ...notes('c', 1)], 'three appends');
  }),
  memoryCase('order is that of the appends, not of the ids', async ({ append, load }) => {
    const ids = ['10', '9', '1', 'b', 'a', '2', 'Z', '-1', '01'];
    await append(
      't',
      ids.slice(0, 4).map((id) => note(id)),
    );
    await append(
      't',
      ids.slice(4).map((id) => note(id)),
    );
    checkSame(idsOf(await load('t')), ids, 'the order');
  }),
  memoryCase('an append of nothing changes nothing', async ({ append, holds }) => {
    await append('t', []);
    await holds('t', [], 'after an empty append');
    await append('t', notes('m', 2));
    await append('t', []);
    await holds('t', notes('m', 2), 'after an empty append');
  }),
  memoryCase('loading is repeatable and changes nothing', async ({ append, holds }) => {
    await append('t', notes('m', 3));
    await holds('t', notes('m', 3), 'the first load');
    await holds('t', notes('m', 3), 'the second load');
  }),
  memoryCase('threads are apart, also with the same message ids', async ({ append, holds }) => {
    await append('one', [note('m1', 'in one'), note('m2', 'in one')]);
    await append('two', [note('m1', 'in two')]);
    await holds('one', [note('m1', 'in one'), note('m2', 'in one')], 'thread one');
    await holds('two', [note('m1', 'in two')], 'thread two');
  }),
];
