import { expect, test } from 'vitest';
import { readValues } from './read-values.ts';

function kindsOf(text: string): readonly string[] {
  return readValues(text)
    .filter((value) => value.kind !== 'word')
    .map((value) => `${value.kind} ${value.text}`);
}

test.each([
  ['say "hello there" and \'bye\'', ['quoted hello there', 'quoted bye']],
  ['it’s 2,500.5 or -3 or 1e3', ['number 2,500.5', 'number -3', 'number 1e3']],
  ['from 2026-05-01 to 2026-05-04 at 13:00', ['date 2026-05-01', 'date 2026-05-04', 'time 13:00']],
  ['at 2026-05-01T10:00:00Z', ['date-time 2026-05-01T10:00:00Z']],
  [
    'see https://example.org/a?b=1. or write to a.b@example.org',
    ['uri https://example.org/a?b=1', 'email a.b@example.org'],
  ],
  ['fly to New York and Rio de Janeiro', ['name New York', 'name Rio de Janeiro']],
  ['three days', ['number three']],
])('reads %s', (text, kinds) => {
  expect(kindsOf(text)).toEqual(kinds);
});

test('numbers have their value', () => {
  expect(readValues('1,200 and three').map((value) => value.number)).toEqual([1200, undefined, 3]);
});

test('words that only ask are cut off the front of names', () => {
  expect(readValues('Compare Oslo', (word) => word === 'Compare')).toMatchObject([
    { kind: 'word', text: 'Compare' },
    { kind: 'name', text: 'Oslo', start: 8, end: 12 },
  ]);
});
