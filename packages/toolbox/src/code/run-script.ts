import { ToolFailure } from '@pegboard/core';
import { startProcess } from '../tasks/start-process.ts';
import type { CallEnd, ScriptJob, ScriptMessage } from './script-messages.ts';

export interface ScriptEnd {
  /** JSON text, empty for `undefined`. */
  readonly value: string;
  readonly logs: readonly string[];
}

export interface ScriptHost {
  readonly signal: AbortSignal;
  /** Makes a call for the script; gives JSON text. */
  readonly call: (name: string, input: string) => Promise<string>;
}

/** Over the script's own limit, which it normally keeps by itself. */
const graceMs = 5_000;

/** Runs a script in a process, which is ended with it. Rejects with `ToolFailure` when the script fails or breaks a limit. */
export async function runScript(job: ScriptJob, { signal, call }: ScriptHost): Promise<ScriptEnd> {
  const { promise, resolve, reject } = Promise.withResolvers<ScriptEnd>();
  const late = new ToolFailure(`The script worked for more than ${job.computeMs} ms and was stopped.`);
  const watch = watchdog(job.computeMs + graceMs, () => reject(late));
  const answer = async ({ id, name, input }: ScriptMessage & { type: 'call' }): Promise<void> => {
    const end = await call(name, input).then(
      (text): CallEnd => ({ id, ok: true, text }),
      (error: unknown): CallEnd => ({ id, ok: false, text: wordsOf(error) }),
    );
    watch.start();
    running.send(end);
  };
  const onMessage = (message: ScriptMessage): void => {
    if (message.type === 'done') resolve(message);
    else if (message.type === 'failed') reject(new ToolFailure(failureOf(message)));
    else if (message.type === 'idle') watch.stop();
    else void answer(message);
  };
  const running = startProcess({
    name: 'script',
    message: job,
    signal,
    onMessage: (message) => onMessage(message as ScriptMessage), // what the process sends
  });
  try {
    return await Promise.race([promise, running.failed]);
  } finally {
    watch.stop();
    running.stop();
  }
}

function watchdog(ms: number, bark: () => void): { start(): void; stop(): void } {
  let timer = setTimeout(bark, ms);
  const stop = (): void => clearTimeout(timer);
  return {
    stop,
    start() {
      stop();
      timer = setTimeout(bark, ms);
    },
  };
}

function failureOf({ problem, logs }: ScriptMessage & { type: 'failed' }): string {
  const logged = logs.join('\n').slice(-2_000);
  return logged === '' ? problem : `${problem}\nLogged before:\n${logged}`;
}

function wordsOf(error: unknown): string {
  return error instanceof Error ? error.message : 'The call failed.';
}
