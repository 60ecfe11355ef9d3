import { describe, expect, it } from 'vitest';
import { type ChunkQueue, createChunkQueue } from './chunk-queue.ts';

function setUp(highWater = 10): { queue: ChunkQueue; log: string[]; iterator: AsyncIterator<Uint8Array> } {
  const log: string[] = [];
  const source = {
    join: (chunks: readonly Uint8Array[]) => new Uint8Array(Buffer.concat(chunks)),
    pause: () => log.push('pause'),
    resume: () => log.push('resume'),
    leave: () => log.push('leave'),
  };
  const queue = createChunkQueue(source, highWater);
  return { queue, log, iterator: queue.chunks[Symbol.asyncIterator]() };
}

const bytes = (length: number): Uint8Array => new Uint8Array(length);

describe('the chunk queue', () => {
  it('hands a chunk to the reader that waits for it', async () => {
    const { queue, iterator } = setUp();
    const next = iterator.next();
    queue.push(bytes(3));
    expect((await next).value).toHaveLength(3);
  });

  it('hands on as one what comes in one go, also to a reader that waits, and the end behind it', async () => {
    const { queue, iterator } = setUp();
    const next = iterator.next();
    queue.push(bytes(3));
    queue.push(bytes(4));
    queue.end();
    expect((await next).value).toHaveLength(7);
    expect((await iterator.next()).done).toBe(true);
  });

  it('pauses the source while too much waits and resumes it when it is read', async () => {
    const { queue, log, iterator } = setUp(10);
    queue.push(bytes(6));
    queue.push(bytes(6));
    queue.push(bytes(6));
    expect(log).toEqual(['pause']);
    // What waits is read as one.
    await iterator.next();
    expect(log).toEqual(['pause', 'resume']);
  });

  it('hands on what came before a failure, then the failure', async () => {
    const { queue, iterator } = setUp();
    queue.push(bytes(1));
    queue.fail('broken');
    queue.end();
    expect((await iterator.next()).done).toBe(false);
    await expect(iterator.next()).rejects.toBe('broken');
  });

  it('drops what waits at an abort', async () => {
    const { queue, iterator } = setUp();
    queue.push(bytes(1));
    queue.end();
    queue.abort('stop');
    await expect(iterator.next()).rejects.toBe('stop');
  });

  it('tells the source once when the reader leaves early, and not after the end', async () => {
    const early = setUp();
    await early.iterator.return?.();
    await early.iterator.return?.();
    early.queue.push(bytes(50));
    expect(early.log).toEqual(['leave']);
    expect(await early.iterator.next()).toEqual({ done: true, value: undefined });
    const late = setUp();
    late.queue.end();
    await late.iterator.return?.();
    expect(late.log).toEqual([]);
  });
});
