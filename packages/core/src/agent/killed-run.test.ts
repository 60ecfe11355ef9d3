import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { type RunPatch, type RunState, stateOf } from '@pegboard/core';
import { essence, toTheEnd } from './killed-run.test-util.ts';

const child = fileURLToPath(new URL('killed-run-child.test-util.ts', import.meta.url));
const options = ['--conditions=@pegboard/source', '--disable-warning=ExperimentalWarning'];

/** Runs the story in a process that is killed after so many patches and events; 0: never. */
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
  'a run killed between any two events goes on in another process: nothing finished repeats, keys stay, and the conversation is the same',
  { timeout: 240_000 },
  async () => {
    const folder = mkdtempSync(join(tmpdir(), 'pegboard-killed-'));
    try {
      const { state: whole } = kill(folder, 0);
      expect(whole.status).toBe('done');
      for (let after = 1; ; after++) {
        const { state, ranBefore, killed } = kill(folder, after);
        if (!killed) {
          expect(after).toBeGreaterThan(45);
          break;
        }
        const log = join(folder, `log-${after}`);
        const end = state.status === 'done' ? state : (await toTheEnd(log, state)).state;
        expect(end.status).toBe('done');
        expectNothingTwice(state, ranBefore, linesOf(log), `killed after ${after}`);
        const cut = interruptedIn(end.calls);
        // Only what had been started, and may not be run twice, is cut off.
        for (const { callId, name, status } of end.calls)
          if (status === 'interrupted') {
            expect(name).toBe('pay');
            expect(state.calls.find((call) => call.callId === callId)?.phase).toBe('running');
          }
        expect(essence(end.messages, cut), `killed after ${after}`).toEqual(essence(whole.messages, cut));
      }
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
);

/** Ids of the calls that were interrupted, and of those around them. */
function interruptedIn(calls: RunState['calls']): ReadonlySet<string> {
  const cut = calls.filter(({ status }) => status === 'interrupted').map(({ callId }) => callId);
  return new Set(cut.flatMap((callId) => [callId, callId.split('.')[0] ?? '']));
}

/** What was finished ran once; what was started and may be run again did so under the same key; nothing else ran twice. */
function expectNothingTwice(
  { runId, calls }: RunState,
  before: readonly string[],
  ran: readonly string[],
  where: string,
): void {
  for (const { name, callId, phase } of calls) {
    if (name === 'bill') continue; // it does nothing by itself
    const line = `${name} ${runId}:${callId}`;
    const times = ran.filter((one) => one === line).length;
    const started = before.includes(line);
    if (phase === 'settled') expect(times, `${line} ${where}`).toBe(1);
    else if (phase === 'running' && name === 'pay') expect(times, `${line} ${where}`).toBe(started ? 1 : 0);
    else expect(times, `${line} ${where}`).toBe(started ? 2 : 1);
  }
  const twice = ran.filter((line, index) => ran.indexOf(line) !== index);
  expect(
    twice.filter((line) => line.startsWith('pay')),
    where,
  ).toEqual([]);
}
