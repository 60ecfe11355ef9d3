import type { BenchOptions } from '../lib/parse-options.ts';
import type { BenchReport } from '../report.ts';
import { pegboardAdapter } from './adapters/pegboard.ts';
import { loadRecoveryDoor } from './adapters/recovery-door.ts';
import { checkChunkings, type ChunkingReport } from './check-chunkings.ts';
import { loadCorpus, type Corpus } from './corpus.ts';
import { listFaults } from './list-faults.ts';
import { loadPeers, peers } from './libraries.ts';
import { reportMarkdown } from './report.ts';
import { scoreCorpus, type Column } from './score-corpus.ts';
import { measureThroughput } from './throughput.ts';
import { sumUp } from './totals.ts';

const missingDoor =
  '> `@pegboard/core/recovery` does not exist in this checkout: Pegboard has no column. Build core with that door and run again.';

/** Scores Pegboard and its peers on the corpus, or measures how fast they parse. */
export async function runRecovery(options: BenchOptions): Promise<BenchReport> {
  const door = await loadRecoveryDoor();
  const others = await loadPeers(options.peers ?? Object.keys(peers));
  const adapters = [...(door ? [pegboardAdapter(door)] : []), ...others];
  const notes = door ? [] : [missingDoor];
  if (options.throughput) {
    const { markdown, figures } = measureThroughput(adapters);
    return { markdown: [...notes, markdown].join('\n\n'), figures };
  }
  const corpus = loadCorpus();
  const columns: Column[] = [];
  for (const adapter of adapters) columns.push(await scoreCorpus(corpus, adapter));
  const chunking = door ? await checkChunkings(corpus, door) : undefined;
  const parts = [...notes, reportMarkdown(corpus, columns), ...extras(corpus, columns, chunking, options)];
  return { markdown: parts.join('\n\n'), figures: figuresOf(corpus, columns, chunking) };
}

function extras(
  corpus: Corpus,
  columns: readonly Column[],
  chunking: ChunkingReport | undefined,
  options: BenchOptions,
): string[] {
  const ours = columns.find(({ adapter }) => adapter.name === 'Pegboard');
  return [
    ...(ours
      ? [
          `Pegboard's error codes differ from the expected in ${sumUp(corpus.cases, ours.scores).otherCode} cases.`,
        ]
      : []),
    ...(chunking ? [chunkingLine(chunking)] : []),
    ...(options.details ? [listFaults(corpus, columns)] : []),
  ];
}

function chunkingLine({ checked, differing }: ChunkingReport): string {
  const line = `Pegboard, streamed whole, in single code units and in random chunks: ${differing.length} differences in ${checked} texts.`;
  return [line, ...differing.map((text) => `- ${text}`)].join('\n');
}

function figuresOf(corpus: Corpus, columns: readonly Column[], chunking?: ChunkingReport): object {
  const libraries = columns.map(({ adapter, scores }) => ({
    name: adapter.name,
    version: adapter.version,
    totals: sumUp(corpus.cases, scores),
    cases: Object.fromEntries([...scores].map(([id, { verdict }]) => [id, verdict])),
  }));
  return { libraries, ...(chunking && { chunking }) };
}
