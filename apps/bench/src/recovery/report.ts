import { table } from '../lib/table.ts';
import type { Corpus } from './corpus.ts';
import type { Column } from './score-corpus.ts';
import { sumUp, type Totals } from './totals.ts';

/** The comparison as Markdown: totals of every library, then each category. */
export function reportMarkdown(corpus: Corpus, columns: readonly Column[]): string {
  return [
    `## Recovery: ${corpus.cases.length} cases`,
    totalsTable(corpus, columns),
    'recovered, refused, ignored: right, of how many were due · missed: no harm, but not what was due · **wrong**: a call would run with another input, or where none is right · leaks: parts of calls or reasoning in the visible text.',
    '### By category: recovered + refused + ignored, of all (wrong calls)',
    categoryTable(corpus, columns),
  ].join('\n\n');
}

function totalsTable(corpus: Corpus, columns: readonly Column[]): string {
  const head = [
    '',
    'cases read',
    'recovered',
    'refused',
    'ignored',
    'missed',
    '**wrong**',
    'leaks',
    'lost text',
  ];
  const rows = columns.map(({ adapter, scores }) => {
    const t = sumUp(corpus.cases, scores);
    return [
      `${adapter.name} ${adapter.version}`,
      `${t.read} of ${t.cases}`,
      share(t.recovered, t.recoverable),
      share(t.refused, t.refusable),
      share(t.ignored, t.ordinary),
      String(t.missed),
      `**${t.wrong}**`,
      ...textColumns(t, adapter.kinds.includes('text')),
    ];
  });
  return table([head, ...rows]);
}

function textColumns(t: Totals, readsText: boolean): string[] {
  return readsText ? [String(t.leaked), String(t.lost)] : ['–', '–'];
}

function categoryTable(corpus: Corpus, columns: readonly Column[]): string {
  const categories = [...new Set(corpus.cases.map(({ category }) => category))];
  const head = ['category', ...columns.map(({ adapter }) => adapter.name)];
  const rows = categories.map((category) => {
    const cases = corpus.cases.filter((entry) => entry.category === category);
    return [category, ...columns.map(({ scores }) => categoryCell(sumUp(cases, scores)))];
  });
  return table([head, ...rows]);
}

function categoryCell(t: Totals): string {
  if (t.read === 0) return '–';
  const right = `${t.recovered + t.refused + t.ignored} of ${t.read}`;
  return t.wrong > 0 ? `${right} (**${t.wrong}**)` : right;
}

function share(part: number, all: number): string {
  return all === 0 ? '–' : `${part} of ${all} (${((100 * part) / all).toFixed(1)} %)`;
}
