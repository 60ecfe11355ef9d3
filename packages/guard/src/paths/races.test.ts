import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { describe, expect, it, onTestFinished } from 'vitest';
import { isPegboardError } from '@pegboard/core';
import { confine } from '@pegboard/guard';
import { grounds, secret } from './folder.test-helper.ts';
import { hasDescriptors } from './open-entry.ts';

/** Exchanges two names for as long as it lives, as fast as the system lets it. */
const swapper = `
  const { renameSync, rmSync } = require('node:fs');
  const { workerData: { one, other, counter } } = require('node:worker_threads');
  const swaps = new Int32Array(counter);
  const tried = (work) => {
    try {
      work();
      return true;
    } catch {
      return false;
    }
  };
  const move = (from, to) => {
    // What is written meanwhile makes the folder that it misses.
    while (!tried(() => renameSync(from, to))) tried(() => rmSync(to, { recursive: true }));
  };
  for (;;) {
    move(one, one + '.aside');
    move(other, one);
    move(one, other);
    move(one + '.aside', one);
    Atomics.add(swaps, 0, 1);
  }
`;

function swap(one: string, other: string): () => number {
  const counter = new SharedArrayBuffer(4);
  const worker = new Worker(swapper, { eval: true, workerData: { one, other, counter } });
  // Until it has ended it makes files in a folder that is about to be removed.
  onTestFinished(async () => void (await worker.terminate()));
  return () => Atomics.load(new Int32Array(counter), 0);
}

describe.runIf(hasDescriptors)('while somebody replaces what is on the way by links', () => {
  it('a folder that turns into a link is never followed out', { timeout: 60_000 }, async () => {
    const { root, outside } = grounds();
    mkdirSync(join(root, 'work'));
    writeFileSync(join(root, 'work', 'secret.txt'), 'mine');
    symlinkSync(outside, join(root, 'trap'));
    const swaps = swap(join(root, 'work'), join(root, 'trap'));
    const folder = confine(root);
    const seen = new Set<string>();
    let tries = 0;
    while (swaps() < 500 || tries < 500) {
      tries++;
      const got = await folder.read('work/secret.txt').then(
        ({ bytes }) => Buffer.from(bytes).toString(),
        (error: unknown) => (isPegboardError(error) ? error.code : String(error)),
      );
      seen.add(got);
      await folder.write('work/new.txt', 'x').catch(() => undefined);
      await folder.remove('work/secret.txt.bak').catch(() => undefined);
    }
    expect(seen).not.toContain(secret);
    expect(seen).toContain('mine');
    await expect(confine(outside).read('new.txt')).rejects.toMatchObject({ code: 'not-found' });
  });

  it('a file that turns into a link is never read', { timeout: 60_000 }, async () => {
    const { root, outside } = grounds();
    writeFileSync(join(root, 'file'), 'mine');
    symlinkSync(join(outside, 'secret.txt'), join(root, 'trap'));
    const swaps = swap(join(root, 'file'), join(root, 'trap'));
    const folder = confine(root);
    const seen = new Set<string>();
    for (let tries = 0; swaps() < 500 || tries < 500; tries++) {
      const got = await folder.read('file').then(
        ({ bytes }) => Buffer.from(bytes).toString(),
        () => 'refused',
      );
      seen.add(got);
    }
    expect(seen).not.toContain(secret);
    expect(seen).toContain('mine');
  });
});
