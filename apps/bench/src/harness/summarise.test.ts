import { expect, test } from 'vitest';
import { floor } from '../contenders/floor.ts';
import { pegboard } from '../contenders/pegboard.ts';
import { chart } from './chart.ts';
import { scenarioMarkdown } from './scenario-markdown.ts';
import { summarise } from './summarise.ts';

const metrics = [
  { key: 'cpu', label: 'CPU', unit: 'µs', goal: 1.2 },
  { key: 'heap', label: 'heap', unit: 'MB', absolute: true, last: true },
] as const;

const samplesOf = (...cpu: readonly number[]) => cpu.map((value, round) => ({ cpu: value, heap: round }));

test('a ratio is taken within its round, and the median of the rounds counts', () => {
  // The second round was slow for both.
  const rows = summarise(
    [
      { contender: floor, samples: samplesOf(10, 100, 20) },
      { contender: pegboard, samples: samplesOf(30, 200, 20) },
    ],
    metrics,
  );
  expect(rows[1]?.figures).toEqual({ cpu: { value: 30, ratio: 2 }, heap: { value: 2, ratio: 1 } });
});

test('a contender that failed has a reason and no figure', () => {
  const outcomes = [
    { contender: floor, samples: samplesOf(10, 10) },
    { contender: pegboard, samples: samplesOf(10), error: 'It hung.\nSomewhere.' },
  ];
  const rows = summarise(outcomes, metrics);
  expect(rows[1]?.figures).toEqual({});
  const markdown = scenarioMarkdown({ title: 'steps', metrics }, rows);
  expect(markdown).toContain('| **Pegboard** | – | – |');
  expect(markdown).toContain('**Pegboard**: no figure, It hung.');
  expect(markdown).toContain('Goal for Pegboard: CPU <= 1.2 x.');
});

test('the chart has a bar for each figure, with names as XML', () => {
  const rows = summarise(
    [
      { contender: floor, samples: samplesOf(10) },
      { contender: { ...pegboard, label: 'a <b> & **c**' }, samples: samplesOf(30) },
    ],
    metrics,
  );
  const svg = chart({ steps: { title: 'steps', metrics: [...metrics], rows } });
  expect(svg.match(/<rect /g)).toHaveLength(3);
  expect(svg).toContain('a &lt;b&gt; &amp; c');
  expect(svg).toContain('3.00 x');
});
