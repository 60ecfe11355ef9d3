import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { type RunPatch, type RunState, stateOf } from '@pegboard/core';
import { storyAgent } from './killed-run.test-util.ts';

const child = fileURLToPath(new URL('killed-run-child.test-util.ts', import.meta.url));
const options = ['--conditions=@pegboard/source', '--disable-warning=ExperimentalWarning'];

/** Runs the story in a process that is killed after so many patches; undefined when the story ended before. */
function kill(folder: string, after: number): { state: RunState; ranBefore: string[]; killed: boolean } {
  const [log, patches] = [join(folder, `log-${after}`), join(folder, `patches-${after}`)];
  const { signal, stderr } = spawnSync(process.execPath, [...options, child, log, patches, String(after)], {
    encoding: 'utf8',
  });
  if (signal === null && stderr !== '') throw new TypeError(stderr);
  const lines = readFileSync(patches, 'utf8').trim().split('\n');
  return {
    state: stateOf(lines.map((line) => JSON.parse(line) as RunPatch)),
    ranBefore: linesOf(log),
    killed: signal === 'SIGKILL',
  };
}

function linesOf(file: string): string[] {
  try {
    return readFileSync(file, 'utf8').trim().split('\n').filter(Boolean);
  } catch {
    return [];
  }
}

test(
  'a run killed between any two patches goes on in another process: nothing finished repeats, and keys stay',
  { timeout: 60_000 },
  async () => {
    const folder = mkdtempSync(join(tmpdir(), 'pegboard-killed-'));
    try {
      for (let after = 1; ; after++) {
        const { state, ranBefore, killed } = kill(folder, after);
        if (!killed) {
          expect(after).toBeGreaterThan(12);
          break;
        }
        const log = join(folder, `log-${after}`);
        const result = state.status === 'done' ? undefined : await storyAgent(log).resume(state);
        expect(result?.status ?? state.status).toBe('done');
        const ran = linesOf(log);
        for (const call of state.calls) {
          const line = `${call.name} ${state.runId}:${call.callId}`;
          const times = ran.filter((one) => one === line).length;
          const started = ranBefore.includes(line);
          if (call.phase === 'settled') expect(times, `${line} after ${after}`).toBe(1);
          else if (call.phase === 'running' && call.name === 'pay') {
            expect(times, `${line} after ${after}`).toBe(started ? 1 : 0);
            expect(result?.calls.all.find((one) => one.callId === call.callId)?.status).toBe('interrupted');
          } else expect(times, `${line} after ${after}`).toBe(started ? 2 : 1);
        }
        const calls = result?.calls.all ?? state.calls;
        expect(calls).toHaveLength(4);
        expect(new Set(ran).size).toBe(ran.length - repeated(ran));
      }
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
);

/** Only what is idempotent may be there twice. */
function repeated(ran: readonly string[]): number {
  const twice = ran.filter((line, index) => ran.indexOf(line) !== index);
  expect(twice.every((line) => line.startsWith('look_up'))).toBe(true);
  return twice.length;
}
