import { digits } from '../lib/digits.ts';
import { table } from '../lib/table.ts';
import type { Metric, Scenario } from '../scenarios/scenario.ts';
import type { Figure, Row } from './summarise.ts';

/** One scenario as a table: a row for each contender, each figure with its ratio to the floor. */
export function scenarioMarkdown(
  { title, metrics }: Pick<Scenario, 'title' | 'metrics'>,
  rows: readonly Row[],
): string {
  const head = [
    title,
    ...metrics.map(({ label, unit }) => (unit === '' || unit === '/s' ? label : `${label}, ${unit}`)),
  ];
  const body = rows.map(({ label, figures }) => [
    label,
    ...metrics.map((metric) => cell(metric, figures[metric.key])),
  ]);
  const goals = metrics.filter(({ goal }) => goal !== undefined);
  const most = Math.max(...rows.map(({ rounds = 0 }) => rounds));
  const slow = rows.filter(({ rounds = most, error }) => rounds < most && error === undefined);
  const failed = rows.filter(({ error }) => error !== undefined);
  return [
    table([head, ...body]),
    ...(goals.length > 0 ? [`Goal for Pegboard: ${goals.map(goalText).join('; ')}.`] : []),
    ...slow.map(({ label, rounds }) => `${label} was too slow for more than ${rounds} of ${most} rounds.`),
    ...failed.map(({ label, error = '' }) => `${label}: no figure, ${firstLine(error)}`),
  ].join('\n\n');
}

function cell({ absolute, unit }: Metric, figure: Figure | undefined): string {
  if (!figure || Number.isNaN(figure.value)) return '–';
  const value = digits(figure.value);
  const bare = absolute === true || unit === 'x' || !Number.isFinite(figure.ratio);
  return bare ? value : `${value} (${figure.ratio.toFixed(2)} x)`;
}

function goalText({ label, better, goal, absolute, unit }: Metric): string {
  return `${label} ${better === 'more' ? '>=' : '<='} ${goal?.toLocaleString('en')} ${absolute ? unit : 'x'}`.trim();
}

function firstLine(text: string): string {
  return (text.split('\n')[0] ?? '').slice(0, 200);
}
