import { describe, expect, it } from 'vitest';
import { pegboardAdapter } from './adapters/pegboard.ts';
import { loadRecoveryDoor } from './adapters/recovery-door.ts';
import { checkChunkings } from './check-chunkings.ts';
import { loadCorpus } from './corpus.ts';
import { scoreCorpus } from './score-corpus.ts';
import { sumUp } from './totals.ts';

const door = await loadRecoveryDoor();
const corpus = loadCorpus();

describe.skipIf(!door)('Pegboard on the corpus (skipped while @pegboard/core/recovery is absent)', () => {
  it('runs no wrong call, and recovers at least 97 % of what can be recovered', async () => {
    if (!door) return;
    const { scores } = await scoreCorpus(corpus, pegboardAdapter(door));
    const wrong = [...scores.values()].filter(({ verdict }) => verdict === 'wrong').map(({ id }) => id);
    const totals = sumUp(corpus.cases, scores);
    expect(wrong).toEqual([]);
    expect(totals.recovered / totals.recoverable).toBeGreaterThanOrEqual(0.97);
  });

  it('reads every text the same in all chunkings', async () => {
    if (!door) return;
    expect((await checkChunkings(corpus, door)).differing).toEqual([]);
  });
});
