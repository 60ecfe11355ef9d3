import { type ChildProcess, fork } from 'node:child_process';
import { ToolFailure } from '@pegboard/core';
import { type ProcessCode, processCode, type ProcessName } from './process-code.ts';

export interface ProcessOptions {
  readonly name: ProcessName;
  /** The first message that it gets. */
  readonly message: object;
  readonly signal: AbortSignal;
  /** Called with each message from it. */
  readonly onMessage: (message: unknown) => void;
  /** Megabytes of JavaScript objects. Default 256. */
  readonly memoryMb?: number;
  /** What it may read besides its own code, as paths with `*`. Default: all; whatever it does, it writes nothing and starts nothing. */
  readonly readable?: readonly string[];
}

export interface Running {
  send(message: object): void;
  /** Rejects with `ToolFailure` when it ends, with the signal's reason at an abort; never resolves. */
  readonly failed: Promise<never>;
  /** Kills it, whatever it does. */
  stop(): void;
}

/**
 * A process for what a model writes. A worker thread would do for time, but not for memory: Node ends the whole program when a thread's
 * memory bursts, and native code in a thread cannot be stopped. It has no environment, writes no files and starts no programs.
 */
export function startProcess({ name, message, signal, onMessage, ...options }: ProcessOptions): Running {
  signal.throwIfAborted();
  const code = processCode(name);
  const child = fork(code.file, [String(process.pid)], {
    execArgv: [...nodeOptions(code, options)],
    env: keptVariables(),
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    serialization: 'advanced',
  });
  const { promise: failed, reject } = Promise.withResolvers<never>();
  failed.catch(() => {});
  const said = lastWords(child);
  const abort = (): void => reject(signal.reason);
  signal.addEventListener('abort', abort, { once: true });
  child.on('message', onMessage);
  child.on('error', (cause) => reject(new ToolFailure(`The process cannot be started: ${cause.message}`)));
  child.on('close', (status, by) => reject(new ToolFailure(endOf(status, by, said()))));
  // A process that has ended already is told by `close`.
  const send = (next: object): void => void child.send(next, () => {});
  send(message);
  const stop = (): void => {
    signal.removeEventListener('abort', abort);
    child.kill('SIGKILL');
  };
  return { send, failed, stop };
}

function nodeOptions(
  code: ProcessCode,
  { memoryMb = 256, readable }: Pick<ProcessOptions, 'memoryMb' | 'readable'>,
): readonly string[] {
  const paths = readable ? [...code.readable, ...readable] : ['*'];
  return [
    '--permission',
    ...paths.map((path) => `--allow-fs-read=${path}`),
    // For the thread of `watchProcess`.
    '--allow-worker',
    '--disallow-code-generation-from-strings',
    `--max-old-space-size=${memoryMb}`,
  ];
}

/** Windows starts nothing without it. */
function keptVariables(): Record<string, string> {
  const { SystemRoot } = process.env;
  return SystemRoot === undefined ? {} : { SystemRoot };
}

function lastWords({ stderr }: ChildProcess): () => string {
  let text = '';
  stderr?.setEncoding('utf8').on('data', (chunk: string) => (text = (text + chunk).slice(-4_000)));
  return () => text;
}

function endOf(code: number | null, by: NodeJS.Signals | null, said: string): string {
  if (/out of memory|allocation failed/i.test(said) || by === 'SIGABRT' || by === 'SIGKILL')
    return 'It needed more memory than it may have and was stopped. Ask for less at a time.';
  const error = /^(?:\w*Error): .*$/m.exec(said)?.[0].slice(0, 300);
  return `It ended without a result (${by ?? `code ${String(code)}`})${error === undefined ? '.' : `: ${error}`}`;
}
