import { check, checkSame } from '../../conformance/check.ts';
import { rejection, settle } from '../../conformance/settle.ts';
import { memoryCase, note, notes } from '../memory-case.ts';

const { signal } = new AbortController();

const clearCases = [
  memoryCase('clear empties one thread and leaves the others', async ({ memory, append, holds }) => {
    if (!memory.clear) return { skipped: 'no clear()' };
    await append('one', notes('m', 2));
    await append('two', notes('m', 2));
    await memory.clear('one');
    await holds('one', [], 'the cleared thread');
    await holds('two', notes('m', 2), 'the other thread');
    await memory.clear('nobody');
  }),
  memoryCase('a cleared thread starts anew', async ({ memory, append, holds }) => {
    if (!memory.clear) return { skipped: 'no clear()' };
    await append('t', notes('m', 2));
    await memory.clear('t');
    await append('t', notes('m', 3), null);
    await holds('t', notes('m', 3), 'the thread after clear and append');
  }),
  memoryCase('clear does not change what was loaded before', async ({ memory, append, load }) => {
    if (!memory.clear) return { skipped: 'no clear()' };
    await append('t', notes('m', 2));
    const before = await load('t');
    await memory.clear('t');
    checkSame(before, notes('m', 2), 'the array loaded before');
  }),
];

const forkCases = [
  memoryCase('fork copies a thread; both then go their own way', async ({ memory, append, holds }) => {
    if (!memory.fork) return { skipped: 'no fork()' };
    await append('from', notes('m', 2));
    await memory.fork('from', 'to');
    await holds('to', notes('m', 2), 'the copy');
    await append('to', [note('b')], 'm2');
    await append('from', [note('a')], 'm2');
    await holds('from', [...notes('m', 2), note('a')], 'the original');
    await holds('to', [...notes('m', 2), note('b')], 'the copy');
  }),
  memoryCase(
    'fork to a thread that is not empty rejects and changes nothing',
    async ({ memory, append, holds }) => {
      if (!memory.fork) return { skipped: 'no fork()' };
      await append('from', notes('m', 2));
      await append('to', notes('n', 1));
      await rejection('a fork to a thread that is not empty', memory.fork('from', 'to'));
      await holds('to', notes('n', 1), 'the target');
      await holds('from', notes('m', 2), 'the original');
    },
  ),
  memoryCase('a copy knows the ids it holds', async ({ memory, append, holds }) => {
    if (!memory.fork) return { skipped: 'no fork()' };
    await append('from', notes('m', 2));
    await memory.fork('from', 'to');
    await append('to', notes('m', 3));
    await holds('to', notes('m', 3), 'the copy');
  }),
  memoryCase('fork of an unknown thread leaves nothing behind', async ({ memory, holds }) => {
    if (!memory.fork) return { skipped: 'no fork()' };
    await settle('a fork of an unknown thread', memory.fork('nobody', 'to'));
    await holds('to', [], 'the copy of nothing');
  }),
];

const searchCases = [
  memoryCase(
    'search finds a message by its words, with its thread and a score',
    async ({ memory, append }) => {
      if (!memory.search) return { skipped: 'no search()' };
      await append('one', [note('m1', 'The heron stands in the reeds'), note('m2', 'Prices rose in March')]);
      await append('two', [note('m1', 'A lighthouse keeper writes letters')]);
      const hits = await memory.search('lighthouse keeper', { signal });
      const hit = hits.find(({ thread, message }) => thread === 'two' && message.id === 'm1');
      check(hit, 'the message with both words should be among the hits');
      checkSame(hit.message, note('m1', 'A lighthouse keeper writes letters'), 'the message of the hit');
      check(
        hits.every(({ score }) => Number.isFinite(score)),
        'every score should be a finite number',
      );
      check(
        hits.every(({ score }) => score <= hit.score),
        'no other message should score higher',
      );
    },
  ),
  memoryCase('search of an empty memory finds nothing', async ({ memory }) => {
    if (!memory.search) return { skipped: 'no search()' };
    checkSame(await memory.search('anything', { signal }), [], 'the hits');
  }),
  memoryCase('search does not find what was cleared', async ({ memory, append }) => {
    if (!memory.search || !memory.clear) return { skipped: 'no search() with clear()' };
    await append('t', [note('m1', 'lighthouse')]);
    await memory.clear('t');
    checkSame(await memory.search('lighthouse', { signal }), [], 'the hits');
  }),
];

export const optionalCases = [...clearCases, ...forkCases, ...searchCases];
