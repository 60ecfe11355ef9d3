import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from 'vitest';

/** Whether a process of that id is there. */
function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

async function until(condition: () => boolean): Promise<void> {
  for (let tries = 0; tries < 500 && !condition(); tries++) await sleep(50);
  expect(condition()).toBe(true);
}

it.skipIf(process.platform === 'win32')(
  'what runs for a program ends with it, also when that is killed',
  { timeout: 60_000 },
  async () => {
    const program = fork(join(import.meta.dirname, 'endless.test-util.ts'), {
      execArgv: ['--conditions=@pegboard/source', '--no-warnings'],
      stdio: 'ignore',
    });
    const pids: number[] = [];
    program.on('message', (pid) => pids.push(Number(pid)));
    await until(() => pids.length === 2);
    expect(pids.every(isAlive)).toBe(true);
    program.kill('SIGKILL');
    await once(program, 'exit');
    await until(() => !pids.some(isAlive));
  },
);

it('a program ends when its scripts have', { timeout: 60_000 }, async () => {
  const program = fork(join(import.meta.dirname, 'one-script.test-util.ts'), {
    execArgv: ['--conditions=@pegboard/source', '--no-warnings'],
    stdio: 'ignore',
  });
  const [[message], [code]] = await Promise.all([once(program, 'message'), once(program, 'exit')]);
  expect([message, code]).toEqual([{ result: 2 }, 0]);
});
