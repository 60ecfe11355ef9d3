import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join, relative, resolve } from 'node:path';
import type { RunState } from '@pegboard/core';
import { usageError } from '../shell/command-error.ts';

const folder = join('.pegboard', 'runs');

/** Writes the state of a run that is not done, readable by this user only. Gives the path, as seen from the working folder. */
export async function keepState(state: RunState, root: string, cwd: string): Promise<string> {
  const file = join(root, folder, `${state.runId}.json`);
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, `${JSON.stringify(state)}\n`, { mode: 0o600 });
  return relative(cwd, file);
}

/** Reads a state by its path, or by the id of its run. */
export async function readState(name: string, root: string, cwd: string): Promise<RunState> {
  const tried = [resolve(cwd, name), join(root, folder, `${name}.json`)];
  for (const file of tried) {
    const text = await readFile(file, 'utf8').catch(() => undefined);
    if (text !== undefined) return parseState(text, name);
  }
  throw usageError(
    `There is no run ${name}`,
    `Neither a file of that name nor one in ${folder}`,
    'Give the path of its state',
  );
}

function parseState(text: string, name: string): RunState {
  try {
    return JSON.parse(text) as RunState; // `resume` judges it
  } catch {
    throw usageError(`${name} is no state of a run`, 'it holds no JSON', `States are in ${folder}`);
  }
}
