import { isDeepStrictEqual } from 'node:util';
import { finishOf } from './adapters/pegboard.ts';
import type { CallsReading, RecoveryDoor } from './adapters/recovery-door.ts';
import { chunkings } from './chunkings.ts';
import { toolsOf, type Corpus, type CorpusCase } from './corpus.ts';

export interface ChunkingReport {
  readonly checked: number;
  /** Ids of the cases whose streamed reading differs, with the way of cutting. */
  readonly differing: readonly string[];
}

/** Feeds every text case through the streaming reader in several cuts; each must give what the whole text gives. */
export async function checkChunkings(corpus: Corpus, door: RecoveryDoor): Promise<ChunkingReport> {
  const texts = corpus.cases.filter(({ kind }) => kind === 'text');
  const differing: string[] = [];
  for (const entry of texts) differing.push(...(await differences(corpus, door, entry)));
  return { checked: texts.length, differing };
}

async function differences(corpus: Corpus, door: RecoveryDoor, entry: CorpusCase): Promise<string[]> {
  const tools = toolsOf(corpus, entry);
  const whole = await door.readToolCalls(entry.input, { tools, ...finishOf(entry) });
  const found: string[] = [];
  for (const [index, chunks] of chunkings(entry.input).entries()) {
    const reader = door.createToolCallReader({ tools });
    const shown = chunks.map((chunk) => reader.push(chunk)).join('');
    const reading = await reader.end(finishOf(entry));
    const label = `${entry.id} (${['whole', 'single code units'][index] ?? `random ${index - 1}`})`;
    if (!isDeepStrictEqual(comparable(reading), comparable(whole))) found.push(`${label}: another reading`);
    else if (!isShownBefore(shown, reading.text)) found.push(`${label}: showed what is not in the text`);
  }
  return found;
}

function comparable({ outcome, calls, text, reasoning, error }: CallsReading): object {
  return { outcome, calls, text, reasoning, error: error?.code };
}

/** What was shown early is a beginning of the final text, white space at its ends aside. */
function isShownBefore(shown: string, text: string): boolean {
  return text.trim().startsWith(shown.trim());
}
