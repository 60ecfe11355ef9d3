import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Order, Reply, Task } from './task.ts';

/** A process that goes through rounds. */
export interface Child {
  readonly round: () => Promise<Reply>;
  readonly stop: () => Promise<void>;
}

/** A round, warming up included, that takes longer is given up. */
const patienceMs = 60_000;

const program = fileURLToPath(new URL('./child.ts', import.meta.url));

/** On the built packages, which is what users have; those of the peers are built, too. */
export function startChild(task: Task): Child {
  const child = fork(program, [JSON.stringify(task)], {
    execArgv: ['--expose-gc'],
    env: environment(),
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  let errors = '';
  child.stderr?.on('data', (text: Buffer) => (errors += text.toString()).slice(-2000));
  return {
    round: () => askRound(child, () => errors),
    stop: async () => {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const gone = once(child, 'exit');
      child.send('end' satisfies Order);
      await gone;
    },
  };
}

async function askRound(child: ChildProcess, errors: () => string): Promise<Reply> {
  if (child.exitCode !== null || child.signalCode !== null) return { error: 'the process has ended' };
  return new Promise((resolve) => {
    const finish = (reply: Reply): void => {
      clearTimeout(timer);
      child.removeAllListeners('message');
      child.removeAllListeners('exit');
      resolve(reply);
    };
    const timer = setTimeout(() => {
      child.kill('SIGKILL');
      finish({ error: `took more than ${patienceMs / 1000} s` });
    }, patienceMs);
    child.once('message', (reply) => finish(reply as Reply)); // our own child says nothing else
    child.once('exit', (code, signal) =>
      finish({ error: `ended with ${code ?? signal}: ${errors().slice(-500)}` }),
    );
    child.send('round' satisfies Order);
  });
}

/** Nothing of the user's: no keys, no proxies, and no reporting by the libraries. */
function environment(): NodeJS.ProcessEnv {
  return {
    PATH: process.env['PATH'],
    HOME: process.env['HOME'],
    NODE_ENV: 'production',
    OPENAI_AGENTS_DISABLE_TRACING: '1',
    MASTRA_TELEMETRY_DISABLED: '1',
    DO_NOT_TRACK: '1',
  };
}
