import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ConfigError } from '@pegboard/core';
import * as z from 'zod';
import type { LockedTool } from './fingerprint.ts';

/** The tools of a project as they were when somebody looked at them and wrote them down. */
export interface Lock {
  readonly version: 1;
  readonly tools: Readonly<Record<string, LockedTool>>;
}

/** It stands beside the configuration. */
function lockPath(folder: string): string {
  return join(folder, 'pegboard-lock.json');
}

const lock = z.object({
  version: z.literal(1),
  tools: z.record(
    z.string(),
    z.object({
      from: z.string(),
      version: z.string().optional(),
      description: z.string(),
      input: z.record(z.string(), z.json()),
      permissions: z.looseObject({}).optional(),
      fingerprint: z.string(),
    }),
  ),
});

/** The lock of a folder; undefined where there is none. Throws `ConfigError` for a file that is no lock. */
export async function readLock(folder: string): Promise<Lock | undefined> {
  const path = lockPath(folder);
  const text = await readFile(path, 'utf8').catch(ignoreMissing);
  if (text === undefined) return undefined;
  const { data, error } = lock.safeParse(parse(text));
  if (data) return data as Lock; // optional members are absent, not undefined, in JSON
  throw new ConfigError({
    what: 'pegboard-lock.json is no lock of this version',
    evidence: parse(text) === undefined ? 'it is not JSON' : error.issues[0]?.message,
    fix: `Write it anew: pegboard lock (${path})`,
  });
}

/** Writes in one step, so that nobody reads half of it. Keys are sorted: a change shows as a change. */
export async function saveLock(folder: string, { version, tools }: Lock): Promise<string> {
  const path = lockPath(folder);
  const sorted = Object.fromEntries(Object.entries(tools).toSorted(([a], [b]) => (a < b ? -1 : 1)));
  const draft = `${path}.${process.pid}.tmp`;
  await writeFile(draft, `${JSON.stringify({ version, tools: sorted }, null, 2)}\n`);
  await rename(draft, path);
  return path;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function ignoreMissing(error: unknown): undefined {
  if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error; // what node:fs throws
}
