import { check, checkSame } from '../../conformance/check.ts';
import { settle } from '../../conformance/settle.ts';
import { idsOf, memoryCase, notes } from '../memory-case.ts';

export const concurrencyCases = [
  memoryCase('appends at the same time lose nothing and stay in one piece each', async ({ append, load }) => {
    const prefixes = ['a', 'b', 'c', 'd', 'e', 'f'];
    await Promise.all(prefixes.map((prefix) => append('t', notes(prefix, 8))));
    const ids = idsOf(await load('t'));
    check(ids.length === 48, `48 messages were appended, ${ids.length} are there`);
    for (const prefix of prefixes) {
      const first = ids.indexOf(`${prefix}1`);
      checkSame(ids.slice(first, first + 8), idsOf(notes(prefix, 8)), `the append of ${prefix} in one piece`);
    }
  }),
  memoryCase('of several appends with the same expectedLast one wins', async ({ append, load }) => {
    await append('t', notes('m', 1));
    const prefixes = ['a', 'b', 'c', 'd', 'e', 'f'];
    const outcomes = await Promise.all(
      prefixes.map((prefix) => settle('an append', append('t', notes(prefix, 2), 'm1'))),
    );
    const winners = prefixes.filter((_, index) => outcomes[index]?.ok);
    check(winners.length === 1, `exactly one append should win, ${winners.length} did`);
    checkSame(idsOf(await load('t')), ['m1', ...idsOf(notes(winners[0] ?? '', 2))], 'the thread');
  }),
  memoryCase('of several first appends with expectedLast null one wins', async ({ append, load }) => {
    const outcomes = await Promise.all(
      ['a', 'b', 'c', 'd'].map((prefix) => settle('an append', append('t', notes(prefix, 2), null))),
    );
    check(outcomes.filter(({ ok }) => ok).length === 1, 'exactly one append should win');
    check((await load('t')).length === 2, 'the thread should hold the messages of the winner');
  }),
  memoryCase('a load during an append sees all of it or none', async ({ append, load }) => {
    await append('t', notes('m', 1));
    const writing = append('t', notes('n', 30));
    const lengths = await Promise.all(Array.from({ length: 10 }, async () => (await load('t')).length));
    await writing;
    for (const length of lengths) check(length === 1 || length === 31, `a load saw ${length} of 31 messages`);
  }),
  memoryCase('threads written at the same time stay apart', async ({ append, holds }) => {
    const threads = Array.from({ length: 12 }, (_, index) => `thread-${index}`);
    await Promise.all(threads.map((thread) => append(thread, notes(`${thread}:`, 5))));
    for (const thread of threads) await holds(thread, notes(`${thread}:`, 5), thread);
  }),
];
