import { readdirSync, readFileSync } from 'node:fs';
import process from 'node:process';
import { Agent } from '@pegboard/core';
import { scriptedProvider } from '@pegboard/testing';
import { expect, test } from 'vitest';
import { mcpServer } from '../index.ts';
import { ours, reference } from '../commands.test-util.ts';
import { isAlive, until } from '../servers.test-util.ts';

const timeout = 120_000;
/** Of all processes of this test and of no other. */
const mark = `PEGBOARD_ORPHANS=${process.pid}`;
const env = { PEGBOARD_ORPHANS: String(process.pid) };

/** Ids of the processes that carry the mark in their environment, by the listing of the system. */
function marked(): readonly number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && isMarked(name))
    .map(Number);
}

function isMarked(pid: string): boolean {
  try {
    return readFileSync(`/proc/${pid}/environ`, 'latin1').split('\0').includes(mark);
  } catch {
    return false;
  }
}

const noProc = process.platform !== 'linux';
const title = noProc ? ' (skipped: the list of processes is read from /proc)' : '';

test.skipIf(noProc)(
  `200 runs with aborts at random moments leave no process${title}`,
  { timeout },
  async () => {
    await using memory = mcpServer({ ...reference('memory'), env, name: 'memory', lifetime: 'run' });
    let seen = 0;
    const outcomes = new Set<string>();
    const one = async (within: number): Promise<void> => {
      const abort = new AbortController();
      const timer = setTimeout(() => abort.abort(new Error('enough')), Math.random() * within);
      const provider = scriptedProvider([{ calls: [{ name: 'memory_read_graph', args: {} }] }, 'done']);
      const agent = new Agent({ provider, model: 'any', tools: [memory] });
      const { status } = await agent.run('Go', { signal: abort.signal });
      outcomes.add(status);
      seen = Math.max(seen, marked().length);
      clearTimeout(timer);
    };
    const round = async (within: number): Promise<void> => {
      await Promise.all(Array.from({ length: 8 }, () => one(within)));
    };
    // However busy the machine is: aborts come at any moment of a run, and sometimes too late.
    const startedAt = Date.now();
    await round(2 ** 31 - 1);
    const whole = Date.now() - startedAt;
    for (let rounds = 1; rounds < 25; rounds++) await round(whole * 1.2);
    await until(() => marked().length === 0);
    expect(outcomes).toEqual(new Set(['done', 'cancelled']));
    expect(seen, 'processes at once').toBeGreaterThan(0);
    expect(memory.diagnostics.filter(({ stage }) => stage === 'crash')).toEqual([]);
  },
);

test.skipIf(noProc)(`what a server started itself ends with it${title}`, { timeout }, async () => {
  const stubborn = { command: process.execPath, args: ['-e', script], env };
  const server = mcpServer({
    ...stubborn,
    name: 'stubborn',
    connectTimeoutMs: 1_000,
    reconnect: { attempts: 1 },
  });
  const ctx = { context: undefined, messages: [], runId: 'r', turn: 1, signal: new AbortController().signal };
  const listing = Promise.resolve(server.list(ctx)).catch((error: unknown) => String(error));
  await until(() => marked().length >= 2);
  expect(await listing).toContain('"stubborn"');
  await until(() => marked().length === 0);
  await server[Symbol.asyncDispose]();
});

/** Says nothing, ignores the end of its input and every polite signal, and has a child that does the same. */
const ignore = `process.on('SIGTERM', () => {}); process.stdin.resume(); setInterval(() => {}, 1000);`;
const script = `require('node:child_process').spawn(process.execPath, ['-e', ${JSON.stringify(ignore)}]); ${ignore}`;

test.skipIf(noProc)(
  `a process that ends, by itself or by a signal, takes its servers along${title}`,
  { timeout },
  async () => {
    const { spawn } = await import('node:child_process');
    for (const end of ['exit', 'SIGINT', 'SIGTERM', 'nothing'] as const) {
      const { command, args = [] } = ours('./host-that-ends.test-util.ts', [end]);
      const host = spawn(command, args, {
        env: { ...process.env, ...env },
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      const pid = await new Promise<number>((resolve) => {
        host.stdout.once('data', (chunk: Buffer) => resolve(Number(chunk.toString())));
      });
      if (end === 'SIGINT' || end === 'SIGTERM') host.kill(end);
      const [code, signal] = await new Promise<[number | null, string | null]>((resolve) => {
        host.once('exit', (...how) => resolve(how));
      });
      expect(signal ?? code, end).toBe(end.startsWith('SIG') ? end : end === 'exit' ? 3 : 0);
      await until(() => !isAlive(pid));
      await until(() => marked().length === 0);
    }
  },
);
