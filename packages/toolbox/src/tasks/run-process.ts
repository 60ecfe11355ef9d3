import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { ToolFailure } from '@pegboard/core';

export interface ProcessJob {
  readonly file: URL;
  /** Sent to the process when it is ready to listen. */
  readonly message: object;
  readonly signal: AbortSignal;
  /** Milliseconds from start to answer. */
  readonly timeoutMs: number;
  /** Options of Node for the process. */
  readonly nodeOptions?: readonly string[];
}

/**
 * The first message of a process of its own, which is then killed: for work in native code or WebAssembly that no worker can be stopped in.
 * It gets no environment and no files of ours. Rejects with `ToolFailure` at the deadline and when it ends without an answer, with the
 * signal's reason at an abort.
 */
export async function runProcess({
  file,
  message,
  signal,
  timeoutMs,
  nodeOptions = [],
}: ProcessJob): Promise<unknown> {
  signal.throwIfAborted();
  const child = fork(fileURLToPath(file), [], {
    execArgv: [...nodeOptions],
    env: keptVariables(),
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    serialization: 'advanced',
  });
  const { promise, resolve, reject } = Promise.withResolvers<unknown>();
  const said = lastWords(child);
  const late = new ToolFailure(
    `It did not finish within ${timeoutMs} ms and was stopped. Ask for less at a time.`,
  );
  const timer = setTimeout(() => reject(late), timeoutMs);
  const abort = (): void => reject(signal.reason);
  signal.addEventListener('abort', abort, { once: true });
  child.on('message', resolve);
  child.on('error', (cause) => reject(new ToolFailure(`The process cannot be started: ${cause.message}`)));
  child.on('close', (code, by) => reject(new ToolFailure(endOf(code, by, said()))));
  child.send(message, () => {
    // A process that has ended already is told by `close`.
  });
  try {
    return await promise;
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', abort);
    child.kill('SIGKILL');
  }
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
