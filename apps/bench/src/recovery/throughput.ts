import { table } from '../lib/table.ts';
import type { BenchReport } from '../report.ts';
import type { Adapter } from './adapter.ts';
import { argumentsOfSize } from './arguments-of-size.ts';

const sizes = [
  ['1 kB', 1_000],
  ['200 kB', 200_000],
  ['1 MB', 1_000_000],
] as const;
const rounds = 7;
/** Long enough for the clock, short enough for a parser that is quadratic in deltas. */
const roundMs = 40;
/** A library that needs longer than this for one pass is given up on. */
const patienceMs = 5_000;

interface Contender {
  readonly name: string;
  readonly run: () => unknown;
}

interface Figure {
  readonly size: string;
  readonly feed: string;
  readonly name: string;
  /** Median; undefined when one pass took too long. */
  readonly mbPerSecond: number | undefined;
  /** Of the median of `JSON.parse` in the same rounds. */
  readonly ratio: number | undefined;
}

/** MB/s on clean argument text, beside `JSON.parse`, whole and in 20-byte chunks; the rounds are interleaved. */
export function measureThroughput(adapters: readonly Adapter[]): BenchReport {
  const figures = sizes.flatMap(([size, bytes]) => {
    const text = argumentsOfSize(bytes);
    const deltas = text.match(/.{1,20}/gsu) ?? [];
    return [
      ...measure(size, 'whole', text.length, wholeContenders(adapters, text)),
      ...measure(size, '20-byte chunks', text.length, deltaContenders(adapters, deltas)),
    ];
  });
  return { markdown: throughputMarkdown(figures), figures };
}

function wholeContenders(adapters: readonly Adapter[], text: string): Contender[] {
  const others = adapters.flatMap(({ name, parse }) => (parse ? [{ name, run: () => parse(text) }] : []));
  return [{ name: 'JSON.parse', run: () => JSON.parse(text) }, ...others];
}

function deltaContenders(adapters: readonly Adapter[], deltas: readonly string[]): Contender[] {
  const others = adapters.flatMap(({ name, parseDeltas }) =>
    parseDeltas ? [{ name, run: () => parseDeltas(deltas, performance.now() + patienceMs) }] : [],
  );
  return [{ name: 'JSON.parse', run: () => JSON.parse(deltas.join('')) }, ...others];
}

function measure(size: string, feed: string, bytes: number, contenders: readonly Contender[]): Figure[] {
  const patient = contenders.filter(({ run }) => endsInTime(run));
  const repeats = new Map(patient.map((one) => [one.name, repeatsFor(one.run)]));
  const times = new Map<string, number[]>(patient.map(({ name }) => [name, []]));
  for (let round = 0; round < rounds; round++) {
    for (const { name, run } of patient) {
      const count = repeats.get(name) ?? 1;
      times.get(name)?.push(timeOf(run, count) / count);
    }
  }
  const base = median(times.get('JSON.parse') ?? []);
  return contenders.map(({ name }) => {
    const found = times.get(name);
    const time = found && median(found);
    return {
      size,
      feed,
      name,
      mbPerSecond: time && bytes / 1_000 / time,
      ratio: time && base && base / time,
    };
  });
}

function endsInTime(run: () => unknown): boolean {
  try {
    return timeOf(run, 1) <= patienceMs;
  } catch {
    return false;
  }
}

/** How often to run within one round; this also warms up. */
function repeatsFor(run: () => unknown): number {
  let count = 1;
  while (count < 100_000) {
    const time = timeOf(run, count);
    if (time >= roundMs / 2) break;
    count *= 2;
  }
  return count;
}

/** Milliseconds of `count` runs. */
function timeOf(run: () => unknown, count: number): number {
  const start = performance.now();
  for (let turn = 0; turn < count; turn++) run();
  return performance.now() - start;
}

function median(values: readonly number[]): number | undefined {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
}

function throughputMarkdown(figures: readonly Figure[]): string {
  const names = [...new Set(figures.map(({ name }) => name))];
  const feeds = [...new Set(figures.map(({ size, feed }) => `${size}, ${feed}`))];
  const rows = feeds.map((label) => {
    const cells = names.map((name) =>
      cell(figures.find((one) => one.name === name && `${one.size}, ${one.feed}` === label)),
    );
    return [label, ...cells];
  });
  const head = ['MB/s (of JSON.parse)', ...names];
  return [`## Throughput on clean arguments: medians of ${rounds} rounds`, table([head, ...rows])].join(
    '\n\n',
  );
}

function cell(figure: Figure | undefined): string {
  if (!figure) return '–';
  const { mbPerSecond, ratio } = figure;
  if (mbPerSecond === undefined || ratio === undefined) return `over ${patienceMs / 1_000} s`;
  return `${mbPerSecond.toPrecision(3)} (${ratio.toPrecision(2)} x)`;
}
