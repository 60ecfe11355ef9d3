import type { Adapter, Reading } from './adapter.ts';
import { toolsOf, type Corpus } from './corpus.ts';
import { scoreCase, type CaseScore } from './score-case.ts';

/** One library's scores, by case id. Cases of a kind that it cannot read have none. */
export interface Column {
  readonly adapter: Adapter;
  readonly scores: ReadonlyMap<string, CaseScore>;
  /** What it made of the cases that it did not get right. */
  readonly readings: ReadonlyMap<string, Reading>;
}

export async function scoreCorpus(corpus: Corpus, adapter: Adapter): Promise<Column> {
  const scores = new Map<string, CaseScore>();
  const readings = new Map<string, Reading>();
  for (const entry of corpus.cases) {
    if (!adapter.kinds.includes(entry.kind)) continue;
    const reading = await readSafely(adapter, corpus, entry);
    scores.set(entry.id, scoreCase(entry, reading));
    readings.set(entry.id, reading);
  }
  return { adapter, scores, readings };
}

/** An exception counts as a reported error. */
async function readSafely(
  adapter: Adapter,
  corpus: Corpus,
  entry: Corpus['cases'][number],
): Promise<Reading> {
  try {
    return await adapter.read(entry, toolsOf(corpus, entry));
  } catch (error) {
    return { calls: [], refused: true, code: `threw ${String(error)}` };
  }
}
