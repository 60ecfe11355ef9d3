import { expect, test } from 'vitest';
import { formatIssues } from './format-issues.ts';

test('one line per issue: path, expected, received, nearest', () => {
  expect(
    formatIssues([
      {
        path: 'unit',
        message: 'not allowed',
        expected: 'one of "a", "b"',
        received: 'string "c"',
        nearest: 'b',
      },
      { path: '', message: 'must be even', received: 'number 3' },
    ]),
  ).toBe(
    '- unit: expected one of "a", "b", received string "c"; did you mean "b"?\n- value: must be even (received number 3)',
  );
});

test('stock messages of a library give way to what is expected, others stay', () => {
  const [stock, own] = formatIssues([
    {
      path: 'a',
      message: 'Invalid input: expected string, received number',
      expected: 'string',
      received: 'number 1',
    },
    { path: 'b', message: 'missing', expected: 'string' },
  ]).split('\n');
  expect(stock).toBe('- a: expected string, received number 1');
  expect(own).toBe('- b: missing (expected string)');
});

test('only the first issues are listed, the rest counted, and long messages are cut', () => {
  const issues = Array.from({ length: 8 }, (_, index) => ({ path: `[${index}]`, message: 'x'.repeat(500) }));
  const lines = formatIssues(issues).split('\n');
  expect(lines).toHaveLength(6);
  expect(lines[0]?.length).toBeLessThan(220);
  expect(lines[5]).toBe('- and 3 more');
  expect(formatIssues(issues, { max: 1, root: 'input' }).split('\n')).toHaveLength(2);
});
