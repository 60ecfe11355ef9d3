import type { Corpus } from './corpus.ts';
import type { CaseScore } from './score-case.ts';
import type { Column } from './score-corpus.ts';

/** Every case that a library did not read as expected, with what it read, for those who work on a reader. */
export function listFaults(corpus: Corpus, columns: readonly Column[]): string {
  return columns.map((column) => faultsOf(corpus, column)).join('\n\n');
}

function faultsOf(corpus: Corpus, { adapter, scores, readings }: Column): string {
  const lines = corpus.cases.flatMap((entry) => {
    const score = scores.get(entry.id);
    const fault = score && faultIn(score);
    if (!fault) return [];
    return [
      `- ${entry.id}: ${fault}. ${entry.note}`,
      `  - expected ${JSON.stringify(entry.expect)}`,
      `  - read ${JSON.stringify(readings.get(entry.id))}`,
    ];
  });
  return [`### ${adapter.name}: not as expected`, '', ...lines].join('\n');
}

function faultIn({ verdict, leaked, lost, otherCode }: CaseScore): string {
  const faults = [
    verdict === 'missed' || verdict === 'wrong' ? verdict : '',
    leaked ? 'leaked' : '',
    lost ? 'lost text' : '',
    otherCode ? 'another code' : '',
  ];
  return faults.filter((fault) => fault !== '').join(', ');
}
