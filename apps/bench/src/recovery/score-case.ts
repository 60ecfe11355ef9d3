import { isDeepStrictEqual } from 'node:util';
import type { Reading } from './adapter.ts';
import type { CorpusCase, ExpectedCall } from './corpus.ts';

/**
 * `recovered`: exactly the expected calls; `refused`: rightly no call, and the error is reported; `ignored`: rightly taken for ordinary text;
 * `missed`: no harm, but not what was due; `wrong`: a call would run with another input than expected, or where none is right.
 */
export type Verdict = 'recovered' | 'refused' | 'ignored' | 'missed' | 'wrong';

export interface CaseScore {
  readonly id: string;
  readonly verdict: Verdict;
  /** Part of a call, or reasoning, is in the visible text. */
  readonly leaked: boolean;
  /** Ordinary text is missing from the visible text. */
  readonly lost: boolean;
  /** The error code is another than expected. */
  readonly otherCode: boolean;
}

export function scoreCase(entry: CorpusCase, reading: Reading): CaseScore {
  const { text, code } = entry.expect;
  const seen = text === undefined || reading.text === undefined ? undefined : words(reading.text);
  const due = words(text ?? '');
  return {
    id: entry.id,
    verdict: judge(entry, reading),
    leaked: seen !== undefined && !isWithin(seen, due),
    lost: seen !== undefined && !isWithin(due, seen),
    otherCode: code !== undefined && reading.refused && reading.code !== undefined && reading.code !== code,
  };
}

function judge({ expect }: CorpusCase, { calls, refused }: Reading): Verdict {
  const due = expect.calls ?? [];
  if (!isSubset(calls, due)) return 'wrong';
  if (due.length > 0) {
    const whole = isDeepStrictEqual(plain(calls), plain(due));
    return whole && refused === (expect.outcome === 'partial') ? 'recovered' : 'missed';
  }
  if (expect.outcome === 'error') return refused ? 'refused' : 'missed';
  return refused ? 'missed' : 'ignored';
}

/** Every call is one of the expected ones, and none runs more often than expected. */
function isSubset(calls: readonly ExpectedCall[], due: readonly ExpectedCall[]): boolean {
  const open = [...plain(due)];
  return plain(calls).every((call) => {
    const at = open.findIndex((other) => isDeepStrictEqual(call, other));
    return at >= 0 && open.splice(at, 1).length === 1;
  });
}

/** Own enumerable members only: a null prototype is no difference, an own `__proto__` is one. */
function plain(calls: readonly ExpectedCall[]): ExpectedCall[] {
  return JSON.parse(JSON.stringify(calls.map(({ name, input }) => ({ name, input }))));
}

const words = (text: string): string[] => text.split(/\s+/u).filter((word) => word !== '');

/** The words stand in `all` in this order, other words between them allowed. */
function isWithin(part: readonly string[], all: readonly string[]): boolean {
  let at = 0;
  for (const word of all) if (word === part[at]) at++;
  return at === part.length;
}
