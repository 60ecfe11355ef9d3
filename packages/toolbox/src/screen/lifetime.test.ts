import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { type ComputerScreen, computerScreen, type ComputerScreenOptions } from '@pegboard/toolbox';
import { workspace } from '../files/files.test-helper.ts';
import { act, hasScreen, needsScreen, processesWith, sizeOf } from './screen.test-helper.ts';

/** A folder for temporary files that marks all that a screen starts. */
function marked(): string {
  const mark = workspace();
  vi.stubEnv('TMPDIR', mark);
  onTestFinished(() => void vi.unstubAllEnvs());
  return mark;
}

function opened(options: ComputerScreenOptions): ComputerScreen {
  const screen = computerScreen({ width: 640, height: 480, settleMs: 0, ...options });
  onTestFinished(() => screen.close());
  return screen;
}

const nothingLeft = (mark: string): Promise<unknown> =>
  vi.waitUntil(() => processesWith(mark).length === 0, { timeout: 20_000 });

const clock = ['xterm', '-e', 'sleep', '1000'] as const;

describe.runIf(hasScreen)(`the life of a screen (${needsScreen})`, { timeout: 60_000 }, () => {
  it('begins with the first action, and leaves nothing when it is closed', async () => {
    const mark = marked();
    const screen = opened({ open: [clock, clock] });
    expect(readdirSync(mark)).toEqual([]);
    expect(sizeOf(await act(screen, { action: 'screenshot' }))).toEqual([640, 480]);
    expect(processesWith(mark).length).toBeGreaterThan(2);
    await screen.close();
    await nothingLeft(mark);
    expect(readdirSync(mark)).toEqual([]);
    await screen.close();
    await expect(act(screen, { action: 'screenshot' })).rejects.toThrow('was closed');
  });

  it('ends when its signal aborts, with what is being done', async () => {
    const mark = marked();
    const controller = new AbortController();
    const screen = opened({ open: [clock], signal: controller.signal });
    await screen.ready();
    const held = act(screen, { action: 'hold_key', text: 'a', duration: 100 }, controller.signal);
    held.catch(() => undefined);
    controller.abort(new Error('Enough'));
    await expect(held).rejects.toThrow('Enough');
    await nothingLeft(mark);
    await vi.waitUntil(() => readdirSync(mark).length === 0, { timeout: 20_000 });
    await expect(act(screen, { action: 'screenshot' })).rejects.toThrow('was closed');
    expect(() => opened({ signal: controller.signal })).not.toThrow();
    await expect(opened({ signal: controller.signal }).ready()).rejects.toThrow('was closed');
  });

  it('closes while it is being opened', async () => {
    const mark = marked();
    const screen = opened({ open: [clock] });
    const ready = screen.ready();
    ready.catch(() => undefined);
    await screen.close();
    await ready.catch(() => undefined);
    await nothingLeft(mark);
    expect(readdirSync(mark)).toEqual([]);
  });

  it('an action that is aborted while the screen opens does not wait for it', async () => {
    const screen = opened({ open: [clock] });
    const controller = new AbortController();
    const done = act(screen, { action: 'screenshot' }, controller.signal);
    controller.abort(new Error('Stop'));
    await expect(done).rejects.toThrow('Stop');
    expect(sizeOf(await act(screen, { action: 'screenshot' }))).toEqual([640, 480]);
  });

  it('a program that ends, and one that there is not, are told', async () => {
    const screen = opened({ open: [['sh', '-c', 'echo no money >&2; exit 3'], ['no-such-program'], clock] });
    await screen.ready();
    const told = async (): Promise<string> => (await act(screen, { action: 'screenshot' })).text ?? '';
    await vi.waitUntil(async () => (await told()).split('\n').length === 3, { timeout: 20_000 });
    expect(await told()).toContain('sh runs no more (exit code 3: no money).');
    expect(await told()).toMatch(/no-such-program runs no more \(exit code \d+: .*No such file/);
  });

  it('a program that takes too much memory is ended', async () => {
    const screen = opened({
      open: [['perl', '-e', '$x = "a" x 3e8; sleep 1000']],
      maxMemoryBytes: 100_000_000,
    });
    const told = async (): Promise<string> => (await act(screen, { action: 'screenshot' })).text ?? '';
    await vi.waitUntil(async () => (await told()).includes('perl runs no more (ended by memory'), {
      timeout: 20_000,
    });
  });

  it('a server that is gone is told, and the next action has another', async () => {
    const mark = marked();
    const screen = opened({ open: [clock] });
    await screen.ready();
    const servers = processesWith(mark).filter((pid) =>
      readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('-displayfd'),
    );
    for (const pid of servers) process.kill(pid, 'SIGKILL');
    await vi.waitUntil(() => processesWith('-displayfd').every((pid) => !servers.includes(pid)), {
      timeout: 20_000,
    });
    const first = act(screen, { action: 'left_click', coordinate: [1, 1] });
    // It may have been noticed before or not.
    await first.catch((error: unknown) => expect(String(error)).toMatch(/gone.*new one is opened/));
    expect(sizeOf(await act(screen, { action: 'screenshot' }))).toEqual([640, 480]);
  });

  it.each([
    ['comes to its end', 'process.exitCode = 0;', 0, undefined],
    ['exits', 'process.exit(3);', 3, undefined],
    ['throws', "throw new TypeError('x');", 1, undefined],
    ['is told to end', "process.kill(process.pid, 'SIGTERM');", null, 'SIGTERM'],
    ['is killed', "process.kill(process.pid, 'SIGKILL');", null, 'SIGKILL'],
  ])('ends with a program that %s', async (_, ending, code, signal) => {
    const mark = workspace();
    const index = JSON.stringify(join(import.meta.dirname, '../index.ts'));
    const script = `
      import { computerScreen } from ${index};
      const screen = computerScreen({ settleMs: 0, open: [['xterm', '-e', 'sleep', '1000']] });
      const { screenshot } = await screen.execute({ action: 'screenshot' }, { signal: new AbortController().signal });
      console.log('shot', screenshot.length > 100);
      ${ending}`;
    const args = ['--conditions=@pegboard/source', '--no-warnings', '--input-type=module', '-e', script];
    const child = spawn(process.execPath, args, {
      env: { ...process.env, TMPDIR: mark },
      cwd: import.meta.dirname,
    });
    let output = '';
    child.stdout.on('data', (chunk: Buffer) => (output += String(chunk)));
    const [exitCode, by] = (await once(child, 'close')) as readonly unknown[];
    expect(output).toBe('shot true\n');
    expect([exitCode, by ?? undefined]).toEqual([code, signal]);
    await nothingLeft(mark);
    if (signal === undefined) expect(readdirSync(mark)).toEqual([]);
  });

  it("without a sandbox it takes its socket along when it's closed", async () => {
    const mark = marked();
    const root = workspace({ 'a.txt': 'alpha' });
    const script = 'cat a.txt > seen; echo $DISPLAY > display; exec xterm -e sleep 1000';
    const screen = opened({ root, sandbox: 'none', open: [['sh', '-c', script]] });
    await screen.ready();
    expect(sizeOf(await act(screen, { action: 'screenshot' }))).toEqual([640, 480]);
    expect(readFileSync(join(root, 'seen'), 'utf8')).toBe('alpha');
    const number = readFileSync(join(root, 'display'), 'utf8').trim().slice(1);
    const socket = `/tmp/.X11-unix/X${number}`;
    expect(existsSync(socket)).toBe(true);
    await screen.close();
    expect(existsSync(socket)).toBe(false);
    await nothingLeft(mark);
  });
});
