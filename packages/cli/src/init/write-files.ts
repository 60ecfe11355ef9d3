import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isJsonObject } from '@pegboard/core/provider';
import { CommandError } from '../shell/command-error.ts';
import type { ProjectFile } from './project-files.ts';

/** What became of a file. */
export interface Written {
  readonly name: string;
  readonly what: 'written' | 'kept' | 'completed';
}

/**
 * Writes the files of a new project. What is there stays as it is, unless `force` is given; a package.json gets the scripts and dependencies that
 * it lacks, a .gitignore its lines.
 */
export async function writeFiles(
  folder: string,
  files: readonly ProjectFile[],
  force: boolean,
): Promise<readonly Written[]> {
  await mkdir(folder, { recursive: true });
  const written: Written[] = [];
  for (const file of files) {
    const path = join(folder, file.name);
    const before = existsSync(path) ? await readFile(path, 'utf8') : undefined;
    const text = before === undefined ? file.text : merged(file, before, force);
    if (text !== before) await writeFile(path, text);
    written.push({
      name: file.name,
      what: before === undefined ? 'written' : text === before ? 'kept' : 'completed',
    });
  }
  return written;
}

function merged({ name, text }: ProjectFile, before: string, force: boolean): string {
  if (name === 'package.json') return mergedManifest(text, before);
  if (name === '.gitignore') return mergedLines(text, before);
  return force ? text : before;
}

function mergedLines(text: string, before: string): string {
  const known = new Set(before.split(/\r?\n/).map((line) => line.trim().replace(/^\/|\/$/g, '')));
  const missing = text.split('\n').filter((line) => line !== '' && !known.has(line.replace(/\/$/, '')));
  if (missing.length === 0) return before;
  return `${before}${before === '' || before.endsWith('\n') ? '' : '\n'}${missing.join('\n')}\n`;
}

function mergedManifest(text: string, before: string): string {
  const ours: unknown = JSON.parse(text);
  let theirs: unknown;
  try {
    theirs = JSON.parse(before);
  } catch (cause) {
    throw brokenManifest(cause);
  }
  if (!isJsonObject(ours) || !isJsonObject(theirs)) throw brokenManifest(undefined);
  const complete = (key: 'scripts' | 'dependencies', known: unknown): object => {
    const there = Object.keys({ ...Object(known), ...Object(theirs[key]) });
    const added = Object.entries(Object(ours[key]) as object).filter(([name]) => !there.includes(name));
    return added.length === 0 ? {} : { [key]: { ...Object(theirs[key]), ...Object.fromEntries(added) } };
  };
  const added = { ...complete('scripts', {}), ...complete('dependencies', theirs['devDependencies']) };
  if (Object.keys(added).length === 0) return before;
  const indent = /^[ \t]+(?=")/m.exec(before)?.[0] ?? '  ';
  return `${JSON.stringify({ ...theirs, ...added }, null, indent)}\n`;
}

function brokenManifest(cause: unknown): CommandError {
  return new CommandError({
    code: 'invalid-input',
    what: 'The package.json here cannot be read',
    evidence: cause instanceof Error ? cause.message : 'it holds no object',
    fix: 'Repair it, and run this again',
    cause,
  });
}
