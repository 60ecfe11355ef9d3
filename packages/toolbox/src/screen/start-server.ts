import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { ToolFailure } from '@pegboard/core';
import { type Launch, lastWords } from './run-client.ts';

export interface Server {
  /** The number that it has chosen. */
  readonly number: number;
  /** Why it has ended; undefined while it runs. */
  readonly ended: () => string | undefined;
  stop(): Promise<void>;
  /** For the end of this program, which waits for nothing. */
  stopNow(): void;
}

const startMs = 30_000;

/** Xvfb's arguments. It stays when its last client leaves, and shares no memory with clients, which may be in another sandbox. */
export function serverArgs(width: number, height: number, cookie: string): readonly string[] {
  return [
    '-displayfd', '3', '-screen', '0', `${width}x${height}x24`, '-nolisten', 'tcp', '-auth', cookie, '-noreset',
    '-extension', 'MIT-SHM',
  ]; // prettier-ignore
}

/** Starts a server that writes the number of its display to descriptor 3. It does not keep this program from ending. */
export async function startServer({ file, args, env }: Launch): Promise<Server> {
  const child = spawn(file, args, {
    env,
    cwd: '/',
    detached: true,
    stdio: ['ignore', 'ignore', 'pipe', 'pipe'],
  });
  let said = '';
  child.stderr?.on('data', (chunk: Buffer) => (said = (said + String(chunk)).slice(-4_000)));
  let ended: string | undefined;
  child.once('error', (error) => (ended ??= error.message));
  child.once('exit', (code, signal) => (ended ??= lastWords(said) || `it ended with ${code ?? signal}`));
  const stopNow = (by: NodeJS.Signals = 'SIGTERM'): void => {
    if (ended === undefined && child.pid !== undefined) process.kill(-child.pid, by);
  };
  const number = await numberOf(child);
  if (number === undefined) {
    stopNow('SIGKILL');
    throw new ToolFailure(
      `The screen cannot be opened: Xvfb does not start: ${ended ?? (lastWords(said) || 'it says nothing')}.`,
    );
  }
  child.unref();
  // Pipes of a process are sockets.
  for (const pipe of child.stdio) (pipe as Socket | null)?.unref();
  const stop = async (): Promise<void> => {
    if (ended !== undefined) return;
    child.ref();
    const exited = once(child, 'exit');
    stopNow();
    // Asked first, so that it takes its socket and its lock along.
    const late = new AbortController();
    const kill = delay(2_000, undefined, { signal: late.signal }).then(() => stopNow('SIGKILL'));
    await Promise.race([exited, kill.catch(() => undefined)]);
    late.abort();
    if (ended === undefined) await exited;
  };
  return { number, ended: () => ended, stop, stopNow: () => stopNow() };
}

/** Undefined when it ends first, or takes too long. */
async function numberOf(child: ChildProcess): Promise<number | undefined> {
  // The fourth of `stdio` is a pipe.
  const pipe = child.stdio[3] as Socket;
  let text = '';
  const read = (async () => {
    for await (const chunk of pipe) {
      text += String(chunk);
      if (text.includes('\n')) return;
    }
  })();
  const late = new AbortController();
  const timer = delay(startMs, undefined, { signal: late.signal });
  await Promise.race([read, timer, once(child, 'exit')]).catch(() => undefined);
  late.abort();
  return /^\d+\n/.test(text) ? Number.parseInt(text, 10) : undefined;
}
