import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';

export interface Grounds {
  /** What holds both. */
  readonly base: string;
  readonly root: string;
  /** Beside the root, with `secret.txt` in it. */
  readonly outside: string;
}

export const secret = 'the keys of the house';

/** A root with a few files and a neighbour with a secret; both go away with the test. */
export function grounds(): Grounds {
  const base = realpathSync(mkdtempSync(join(tmpdir(), 'pegboard-paths-')));
  onTestFinished(() => rmSync(base, { recursive: true, force: true }));
  const root = join(base, 'root');
  const outside = join(base, 'root-outside');
  mkdirSync(join(root, 'notes', 'deep'), { recursive: true });
  mkdirSync(outside);
  writeFileSync(join(outside, 'secret.txt'), secret);
  writeFileSync(join(root, 'a.txt'), 'a');
  writeFileSync(join(root, 'notes', 'today.md'), '# Today');
  writeFileSync(join(root, 'notes', 'deep', 'b.txt'), 'b');
  return { base, root, outside };
}

export async function collect<T>(items: AsyncIterable<T>): Promise<T[]> {
  const list: T[] = [];
  for await (const item of items) list.push(item);
  return list;
}
