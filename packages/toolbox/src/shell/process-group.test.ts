import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { globSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { openProcessGroup } from './process-group.ts';
import { limitsProcesses, needsGroups } from './sandbox.test-helper.ts';

const hasGroups = process.getuid?.() === 0 && limitsProcesses;

describe.runIf(hasGroups)(`a group of processes (root only; ${needsGroups})`, () => {
  it('refuses the process that is one too many, and is gone when it is closed', async () => {
    const group = openProcessGroup(5);
    const again = openProcessGroup(5);
    const child = spawn('sh', ['-c', 'read go; for i in 1 2 3 4 5 6 7 8; do sleep 30 & done; wait'], {
      detached: true,
      stdio: ['pipe', 'ignore', 'pipe'],
    });
    const killAll = () => void process.kill(-(child.pid ?? 0), 'SIGKILL');
    group?.add(child.pid ?? 0);
    expect(group?.isFull()).toBe(false);
    let stderr = '';
    child.stderr.on('data', (chunk: Buffer) => (stderr += String(chunk)));
    child.stdin.end('go\n');
    await vi.waitUntil(() => group?.isFull(), { timeout: 20_000 });
    expect(again?.isFull()).toBe(false);
    killAll();
    await once(child, 'close');
    expect(stderr).toMatch(/fork/i);
    await group?.close();
    await again?.close();
    expect(() => group?.isFull()).toThrow('ENOENT');
  });

  it('takes away what a program has left that was killed', async () => {
    const module = JSON.stringify(join(import.meta.dirname, 'process-group.ts'));
    const script = `import { openProcessGroup } from ${module}; openProcessGroup(5); process.kill(process.pid, 'SIGKILL')`;
    const flags = ['--conditions=@pegboard/source', '--no-warnings', '--input-type=module', '-e', script];
    const child = spawn(process.execPath, flags, { stdio: 'ignore' });
    await once(child, 'close');
    const left = (): string[] => globSync(`/sys/fs/cgroup/**/pegboard-${child.pid}-*`);
    expect(left()).toHaveLength(1);
    await openProcessGroup(5)?.close();
    expect(left()).toEqual([]);
  });

  it('a process that has ended is no error', async () => {
    const group = openProcessGroup(5);
    onTestFinished(() => group?.close());
    const child = spawn('true');
    await once(child, 'close');
    expect(() => group?.add(child.pid ?? 0)).not.toThrow();
  });
});

it('other users than root have no need of one', () => {
  vi.spyOn(process, 'getuid').mockReturnValue(1000);
  onTestFinished(() => void vi.restoreAllMocks());
  expect(openProcessGroup(5)).toBeUndefined();
});
