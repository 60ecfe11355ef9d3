import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, expect, it } from 'vitest';
import { command, folderWith, processMs, project } from '../cli.test-util.ts';

/** A real terminal of 80 columns and 24 lines. */
const server = `pegboard-test-${process.pid}`;
const tmux = (...args: readonly string[]): string =>
  spawnSync('tmux', ['-L', server, ...args], { encoding: 'utf8' }).stdout;
const hasTmux = spawnSync('tmux', ['-V']).status === 0;
if (!hasTmux) process.stderr.write('Tests in a terminal are skipped: tmux is not installed.\n');
afterAll(() => hasTmux && tmux('kill-server'));

const quoted = command.map((word) => `'${word}'`).join(' ');

/** Types, and waits until the screen fits. */
function open(cwd: string, line: string) {
  const name = `t${Math.random().toString(36).slice(2)}`;
  // The shell itself must not end with Ctrl-C; `cat` keeps the screen there after the end of the command.
  const script = join(folderWith({ 'line.sh': `trap : INT\n${line}\necho ended with $?\ncat\n` }), 'line.sh');
  const shell = `env -u NO_COLOR -u CI TERM=xterm-256color sh ${script}`;
  tmux('new-session', '-d', '-s', name, '-x', '80', '-y', '24', '-c', cwd, shell);
  const screen = (): string => tmux('capture-pane', '-t', name, '-p');
  return {
    screen,
    type: (...keys: readonly string[]) => void tmux('send-keys', '-t', name, ...keys),
    async until(pattern: RegExp): Promise<string> {
      for (const end = Date.now() + processMs - 5_000; Date.now() < end; await pause(50))
        if (pattern.test(screen())) return screen();
      throw new TypeError(`The screen never fitted ${pattern}:\n${screen()}`);
    },
  };
}

it.runIf(hasTmux)('init asks, and chat answers, in an empty folder', { timeout: processMs }, async () => {
  const terminal = open(folderWith(), `${quoted} init && ${quoted} chat`);
  await terminal.until(/Whose model\?/);
  terminal.type('Enter');
  await terminal.until(/first agent called\?/);
  terminal.type('Enter');
  await terminal.until(/Which format/);
  terminal.type('Enter');
  await terminal.until(/›\s*$/);
  terminal.type('What time is it in Oslo and Tokyo?', 'Enter');
  const answered = await terminal.until(/In Oslo it is .* In Tokyo it is .*\n\n›/);
  expect(answered).toMatch(/✓ time_in city: Tokyo/);
  terminal.type('/exit', 'Enter');
  await terminal.until(/ended with 0/);
});

it.runIf(hasTmux)('Ctrl-C stops a run and keeps the chat; twice leaves', { timeout: processMs }, async () => {
  const terminal = open(project(), `${quoted} chat helper`);
  await terminal.until(/›\s*$/);
  terminal.type('Take a nap of 600 seconds', 'Enter');
  await terminal.until(/take_nap…/);
  terminal.type('C-c');
  await terminal.until(/Stopped\. What was done is kept/);
  terminal.type('What is the sum of a: 2 and b: 3?', 'Enter');
  await terminal.until(/Add: 5/);
  terminal.type('C-c');
  await terminal.until(/Ctrl-C again leaves/);
  terminal.type('C-c');
  await terminal.until(/ended with 130/);
});

it.runIf(hasTmux)('an approval is asked for at the terminal', { timeout: processMs }, async () => {
  const terminal = open(project(), `${quoted} run helper 'Erase the file "a.txt"'`);
  await terminal.until(/Allow it\?/);
  terminal.type('y', 'Enter');
  expect(await terminal.until(/ended with 0/)).toContain('a.txt is gone');
});

it.runIf(hasTmux)('leaving init writes nothing', { timeout: processMs }, async () => {
  const cwd = folderWith();
  const terminal = open(cwd, `${quoted} init`);
  await terminal.until(/Whose model\?/);
  terminal.type('C-c');
  await terminal.until(/ended with 130/);
  expect(spawnSync('ls', ['-A', cwd], { encoding: 'utf8' }).stdout).toBe('');
});
