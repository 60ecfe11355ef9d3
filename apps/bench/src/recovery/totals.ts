import type { CaseScore } from './score-case.ts';
import type { CorpusCase } from './corpus.ts';

/** The sums of one library over one category, or over all. */
export interface Totals {
  /** Cases that were read, of how many. */
  readonly read: number;
  readonly cases: number;
  /** Cases with a call that can be recovered with certainty, among those that were read. */
  readonly recoverable: number;
  readonly recovered: number;
  /** Cases that must be refused. */
  readonly refusable: number;
  readonly refused: number;
  /** Cases of ordinary text. */
  readonly ordinary: number;
  readonly ignored: number;
  readonly missed: number;
  readonly wrong: number;
  readonly leaked: number;
  readonly lost: number;
  readonly otherCode: number;
}

/** `scores` by case id; a case without a score was not read. */
export function sumUp(cases: readonly CorpusCase[], scores: ReadonlyMap<string, CaseScore>): Totals {
  const read = cases.filter((entry) => scores.has(entry.id));
  const got = read.flatMap((entry) => scores.get(entry.id) ?? []);
  const expecting = (...outcomes: readonly string[]) =>
    read.filter((entry) => outcomes.includes(entry.expect.outcome)).length;
  const count = (test: (score: CaseScore) => boolean) => got.filter(test).length;
  return {
    read: read.length,
    cases: cases.length,
    recoverable: expecting('calls', 'partial'),
    recovered: count((score) => score.verdict === 'recovered'),
    refusable: expecting('error'),
    refused: count((score) => score.verdict === 'refused'),
    ordinary: expecting('none'),
    ignored: count((score) => score.verdict === 'ignored'),
    missed: count((score) => score.verdict === 'missed'),
    wrong: count((score) => score.verdict === 'wrong'),
    leaked: count((score) => score.leaked),
    lost: count((score) => score.lost),
    otherCode: count((score) => score.otherCode),
  };
}
