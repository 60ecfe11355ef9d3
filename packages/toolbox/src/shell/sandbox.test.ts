import { spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import type { CallRecord, JsonObject } from '@pegboard/core';
import { runShell, type ShellResult, type ShellSettings } from '@pegboard/toolbox';
import { call, workspace } from '../files/files.test-helper.ts';
import { hasSandbox, limitsProcesses, needsGroups, needsSandbox } from './sandbox.test-helper.ts';

const outsideFolder = join(tmpdir(), `pegboard-outside-${process.pid}`);
afterAll(() => rmSync(outsideFolder, { recursive: true, force: true }));

const hasPython = existsSync('/usr/bin/python3');

async function shell(root: string, command: string, options: ShellSettings = {}): Promise<ShellResult> {
  const record: CallRecord = await call(runShell({ root, ...options }), { command });
  expect(record, record.error).toMatchObject({ status: 'success' });
  return record.result as ShellResult; // as its output schema says
}

/** Processes of this machine whose command line holds a mark. */
function processesWith(mark: string): number {
  return readdirSync('/proc').filter((pid) => {
    if (!/^\d+$/.test(pid)) return false;
    try {
      return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(mark);
    } catch {
      return false;
    }
  }).length;
}

describe.runIf(hasSandbox)(`in the sandbox (${needsSandbox})`, { timeout: 60_000 }, () => {
  describe('legitimate work is done', () => {
    it.each<readonly [string, Partial<ShellResult>]>([
      ['echo hello', { stdout: 'hello\n', exit_code: 0 }],
      ['exit 3', { exit_code: 3, ended_by: 'itself' }],
      ['echo oops >&2; false', { exit_code: 1, stderr: 'oops\n' }],
      ['pwd', { stdout: '/workspace\n' }],
      ['cat a.txt', { stdout: 'alpha\n' }],
      ['cat /workspace/a.txt', { stdout: 'alpha\n' }],
      ['echo new > b.txt && cat b.txt', { stdout: 'new\n' }],
      ['mkdir -p x/y && mv a.txt x/y/ && ls x/y', { stdout: 'a.txt\n' }],
      ["printf '%s\\n' 'a b' \"c'd\" | sort -r", { stdout: "c'd\na b\n" }],
      ['cat <<EOF\n$((6 * 7)) `echo x`\nEOF', { stdout: '42 x\n' }],
      ['for i in 1 2 3; do echo $i; done | paste -sd+ ', { stdout: '1+2+3\n' }],
      ['f=$(mktemp) && echo t > $f && cat $f', { stdout: 't\n' }],
      ['(sleep 0.1; echo late) & wait', { stdout: 'late\n' }],
      ['seq 20 | xargs -P 4 -n 1 echo | wc -l', { stdout: '20\n' }],
      [
        'wc -c < /dev/null; head -c 4 /dev/zero | wc -c; head -c 3 /dev/urandom | wc -c',
        { stdout: '0\n4\n3\n' },
      ],
      ['grep -c processor /proc/cpuinfo > n && test -s n && echo ok', { stdout: 'ok\n' }],
      ['echo grüße 日本 👍', { stdout: 'grüße 日本 👍\n' }],
      ['read line; echo "[$line]"', { stdout: '[]\n' }],
      ['kill -TERM $$', { exit_code: 143 }],
      [
        'awk "BEGIN { print 1.5 * 2 }" && sed -n 1p a.txt && find . -name "*.txt" && tar cf t.tar a.txt && gzip t.tar && ls t.tar.gz',
        { exit_code: 0 },
      ],
      ['chmod +x run.sh && ./run.sh', { stdout: 'ran\n' }],
      ['date -u +%Y > y && test -s y && env | grep -c ^GREETING=hi', { stdout: '1\n' }],
      ['sleep 0 & disown; echo done', { stdout: 'done\n' }],
    ])('%s', async (command, expected) => {
      const root = workspace({ 'a.txt': 'alpha\n', 'run.sh': '#!/bin/sh\necho ran\n' });
      expect(await shell(root, command, { env: { GREETING: 'hi' } })).toMatchObject(expected);
    });

    it.runIf(hasPython)('programs that reserve much memory and use little', async () => {
      const program = 'import mmap; m = mmap.mmap(-1, 3 << 30, prot=0); print(len(bytes(50_000_000)))';
      expect(
        await shell(workspace(), `python3 -c '${program}'`, { maxMemoryBytes: 200_000_000 }),
      ).toMatchObject({ stdout: '50000000\n' });
    });

    it('what a developer has made readable is read', async () => {
      const tools = workspace({ 'bin/greet': '#!/bin/sh\necho hi from tools\n' });
      spawnSync('chmod', ['+x', join(tools, 'bin/greet')]);
      const options = { readable: [tools], env: { PATH: `${tools}/bin:/usr/bin:/bin` } };
      expect((await shell(workspace(), 'greet', options)).stdout).toBe('hi from tools\n');
      expect((await shell(workspace(), `touch ${tools}/x`, options)).stderr).toContain('Read-only');
    });
  });

  describe('nothing else of the machine is seen or changed', () => {
    const outside = workspaceOutside();

    it.each([
      `cat ${outside}/secret.txt`,
      'cat ../*/secret.txt',
      `ls ${tmpdir()} ~ /home /root /var /mnt /srv /opt /run /sys /boot`,
      'cat /etc/shadow /etc/ssh/* /root/.ssh/* /home/*/.ssh/*',
      'cat out-link/secret.txt; cat < out-link/secret.txt',
      `ln -s ${outside} l && cat l/secret.txt`,
      `ln ${outside}/secret.txt hard; cat hard`,
      'cat /proc/1/environ /proc/*/environ | tr "\\0" "\\n"',
      'cat /proc/*/root/../../secret.txt /proc/1/root/root/* /proc/1/cwd/../secret.txt',
      'env; set; cat /proc/self/environ; declare -p',
      'find / -name secret.txt -exec cat {} + 2>/dev/null',
      'cat /dev/mem /dev/kmsg /dev/vd* /dev/sd* /proc/kcore /proc/kmsg',
      'cat .env ./.env $PWD/.env .e* .git/config; cp .env copy; cat copy; ln .env hard; cat hard',
      'umount .env; umount -l .env; rm -f .env; mv .env open; cat .env open',
      'exec 3<.env; cat <&3; mount --bind a.txt .env; cat .env',
    ])('%s', async (command) => {
      vi.stubEnv('PEGBOARD_SECRET', 'the keys of the house');
      const root = workspace({
        'a.txt': 'alpha',
        '.env': 'the keys of the house',
        '.git/config': 'the keys of the house',
      });
      symlinkSync(outside, join(root, 'out-link'));
      const { stdout, stderr } = await shell(root, command);
      expect(stdout + stderr).not.toContain('the keys of the house');
      expect(readFileSync(join(root, '.env'), 'utf8')).toBe('the keys of the house');
      vi.unstubAllEnvs();
    });

    it.each([
      `touch ${outside}/x; echo x > ${outside}/secret.txt; rm -rf ${outside}`,
      'rm -rf --no-preserve-root / 2>/dev/null; rm -rf /usr /etc /bin ../*',
      'touch /x /usr/x /etc/x /dev/x /proc/x /workspace/../x',
      'echo owned > /etc/passwd; echo owned > /etc/ld.so.cache',
      'for f in /proc/sys/kernel/core_pattern /proc/sys/kernel/hostname /proc/sys/kernel/modprobe /proc/sys/vm/drop_caches /proc/sysrq-trigger; do echo owned > $f; done',
      'mount -o remount,rw /usr; mount -t tmpfs x /usr; mount --bind /workspace /usr; touch /usr/x',
      'unshare -Urm sh -c "mount -t tmpfs x /mnt; touch /usr/x"; chroot / true; nsenter -t 1 -m touch /usr/x',
      'mknod d b 253 0 && cat d; mknod z c 1 5; cat z | head -c 1',
      'hostname owned; sysctl -w kernel.hostname=owned',
      'echo x > out-link/y; cp a.txt out-link/; mv a.txt out-link/',
      'kill -9 -1; kill -9 1; killall -9 node',
    ])('%s changes nothing', async (command) => {
      const before = [
        readdirSync(outside),
        readFileSync('/etc/passwd', 'utf8'),
        readFileSync('/proc/sys/kernel/core_pattern', 'utf8'),
        readdirSync('/usr'),
        readdirSync('/'),
      ];
      const root = workspace({ 'a.txt': 'alpha' });
      symlinkSync(outside, join(root, 'out-link'));
      await call(runShell({ root }), { command });
      const after = [
        readdirSync(outside),
        readFileSync('/etc/passwd', 'utf8'),
        readFileSync('/proc/sys/kernel/core_pattern', 'utf8'),
        readdirSync('/usr'),
        readdirSync('/'),
      ];
      expect(after).toEqual(before);
      expect(readFileSync(join(outside, 'secret.txt'), 'utf8')).toBe('the keys of the house');
    });

    it('a read-only workspace is read-only', async () => {
      const root = workspace({ 'a.txt': 'alpha' });
      const { result } = await call(runShell({ root, readOnly: true }), {
        command: 'cat a.txt; rm a.txt; touch b',
      });
      expect(result).toMatchObject({ stdout: 'alpha', exit_code: 1 });
      expect(readdirSync(root)).toEqual(['a.txt']);
    });
  });

  describe('there is no network', () => {
    it.each([
      ['bash', 'exec 5<>/dev/tcp/127.0.0.1/PORT && echo hi >&5'],
      [
        'curl',
        'curl -sS -m 5 http://127.0.0.1:PORT/ http://localhost:PORT/ http://[::1]:PORT/ http://HOSTNAME:PORT/',
      ],
      ['python', 'python3 -c "import socket; socket.create_connection((\'127.0.0.1\', PORT), 5)"'],
    ])('%s does not reach a server of this machine', async (_, command) => {
      let connections = 0;
      const server = createServer(() => connections++).listen(0, '0.0.0.0');
      onTestFinished(() => void server.close());
      await new Promise((resolve) => server.once('listening', resolve));
      const { port } = server.address() as { port: number }; // it listens on a port
      const { exit_code: exitCode } = await shell(workspace(), command.replaceAll('PORT', String(port)));
      expect(exitCode).not.toBe(0);
      expect(connections).toBe(0);
    });

    it('nor does a socket in the file system or an abstract one', async () => {
      const outside = workspaceOutside();
      let connections = 0;
      for (const path of [join(outside, 's.sock'), '\0pegboard-abstract-socket']) {
        const server = createServer(() => connections++).listen(path);
        onTestFinished(() => void server.close());
        await new Promise((resolve) => server.once('listening', resolve));
      }
      const program = `import socket\nfor p in ['${outside}/s.sock', '\\\\0pegboard-abstract-socket']:\n  try:\n    socket.socket(socket.AF_UNIX).connect(p.replace('\\\\0', chr(0)))\n    print('in')\n  except OSError as e: print('no')`;
      const { stdout } = await shell(
        workspace({ 'p.py': program }),
        'python3 p.py; ls /sys/class/net; cat /proc/net/route | wc -l',
      );
      expect(stdout).not.toContain('in\n');
      expect(connections).toBe(0);
    });
  });

  describe('limits hold', () => {
    it('time, for everything that was started', async () => {
      const mark = `86${Date.now()}`;
      const result = await shell(workspace(), `echo begun; setsid sleep ${mark} & sleep ${mark}`, {
        timeoutMs: 500,
      });
      expect(result).toMatchObject({ ended_by: 'timeout', stdout: 'begun\n' });
      expect(result.exit_code).toBeUndefined();
      await vi.waitUntil(() => processesWith(mark) === 0, { timeout: 20_000 });
    });

    it('the model may ask for less time, not for more', async () => {
      const root = workspace();
      const input: JsonObject = { command: 'sleep 50', timeout_ms: 300 };
      expect((await call(runShell({ root }), input)).result).toMatchObject({ ended_by: 'timeout' });
      expect(
        (await call(runShell({ root, timeoutMs: 300 }), { ...input, timeout_ms: 50_000 })).result,
      ).toMatchObject({ ended_by: 'timeout' });
    });

    it('what is left running ends with the command', async () => {
      const mark = `87${Date.now()}`;
      const { stdout } = await shell(
        workspace(),
        `nohup setsid sleep ${mark} >/dev/null 2>&1 & (sleep ${mark} &) ; echo left`,
      );
      expect(stdout).toBe('left\n');
      await vi.waitUntil(() => processesWith(mark) === 0, { timeout: 20_000 });
    });

    it('an abort ends everything', async () => {
      const mark = `88${Date.now()}`;
      const controller = new AbortController();
      const run = call(
        runShell({ root: workspace() }),
        { command: `setsid sleep ${mark} & sleep ${mark}` },
        { signal: controller.signal },
      );
      await vi.waitUntil(() => processesWith(mark) > 1, { timeout: 20_000 });
      controller.abort();
      await run.catch(() => undefined);
      await vi.waitUntil(() => processesWith(mark) === 0, { timeout: 20_000 });
    });

    it.runIf(limitsProcesses).each([
      ['a function that calls itself twice', 'bomb() { bomb | bomb; }; bomb'],
      ['one that stays', ':(){ :|: & }; :; sleep 30'],
      [
        'children that ignore signals',
        'trap "" TERM HUP INT; while true; do (trap "" TERM; sleep 30) & done',
      ],
      [
        'threads',
        'python3 -c "\nimport threading, time\nwhile True: threading.Thread(target=time.sleep, args=(30,)).start()"',
      ],
    ])(`a fork bomb: %s (${needsGroups})`, async (_, command) => {
      const result = await shell(workspace(), command, { maxProcesses: 60, timeoutMs: 20_000 });
      expect(
        result.ended_by === 'processes' ||
          result.stderr.includes('Resource temporarily unavailable') ||
          result.stderr.includes("can't start new thread"),
      ).toBe(true);
      await vi.waitUntil(() => processesWith('bomb() { bomb | bomb; }') === 0, { timeout: 20_000 });
    });

    it.runIf(hasPython).each([
      ['of one process', 'python3 -c "x = bytearray(1 << 30)"'],
      [
        'of many',
        'for i in 1 2 3 4 5 6; do python3 -c "import time; x = b\'x\' * (60 << 20); time.sleep(30)" & done; wait',
      ],
      [
        'shared',
        'python3 -c "\nimport mmap\nm = mmap.mmap(-1, 1 << 30)\nfor i in range(0, 1 << 30, 4096): m[i] = 1\nprint(\'all of it\')"',
      ],
      ['in /tmp', 'head -c 1000000000 /dev/zero > /tmp/x && echo all of it'],
      ['in /dev/shm', 'head -c 1000000000 /dev/zero > /dev/shm/x && echo all of it'],
    ])('memory %s', async (_, command) => {
      const limits = { maxMemoryBytes: 200_000_000, maxTempBytes: 50_000_000, timeoutMs: 25_000 };
      const result = await shell(workspace(), command, limits);
      expect(result.ended_by === 'memory' || result.exit_code !== 0).toBe(true);
      expect(result.ended_by).not.toBe('timeout');
      expect(result.stdout).not.toContain('all of it');
    });

    it('the size of files', async () => {
      const root = workspace();
      const { exit_code: exitCode } = await shell(root, 'head -c 5000000 /dev/zero > big', {
        maxWriteBytes: 1_000_000,
      });
      expect(exitCode).not.toBe(0);
      expect(readFileSync(join(root, 'big')).length).toBe(1_000_000);
    });

    it('output: its beginning and its end are kept, and a flood is ended', async () => {
      const some = await shell(workspace(), 'seq 100000', { maxOutputBytes: 1_000 });
      expect(some.stdout).toMatch(/^1\n2\n3\n[^]*\[\d+ bytes left out\][^]*\n100000\n$/);
      expect(some.stdout.length).toBeLessThan(1_100);
      expect(await shell(workspace(), 'yes', { maxOutputBytes: 1_000 })).toMatchObject({
        ended_by: 'output',
      });
    });
  });
});

describe('where there is no sandbox', () => {
  it('nothing runs, and the reason and the remedy are told', async () => {
    const root = workspace();
    const empty = workspace({
      bwrap: '#!/bin/sh\necho "bwrap: No permissions to create a new namespace" >&2\nexit 1\n',
    });
    spawnSync('chmod', ['+x', join(empty, 'bwrap')]);
    vi.stubEnv('PATH', empty);
    onTestFinished(() => void vi.unstubAllEnvs());
    const { status, error } = await call(runShell({ root }), { command: 'touch ran' });
    expect(status).toBe('failed');
    expect(error).toContain('No permissions to create a new namespace');
    expect(error).toContain("sandbox: 'none'");
    expect(readdirSync(root)).toEqual([]);
  });

  it('a bwrap that the model has put into the workspace is not used', async () => {
    const root = workspace({ 'bin/bwrap': '#!/bin/sh\ntouch /workspace/ran\n' });
    mkdirSync(join(root, 'x'));
    spawnSync('chmod', ['+x', join(root, 'bin/bwrap')]);
    vi.stubEnv('PATH', `${join(root, 'bin')}:.:bin:/usr/bin:/bin`);
    onTestFinished(() => void vi.unstubAllEnvs());
    await call(runShell({ root }), { command: 'true' });
    expect(existsSync(join(root, 'ran'))).toBe(false);
  });

  it("with sandbox: 'none' a person approves every call, whatever else is set", async () => {
    const root = workspace();
    const tool = runShell({ root, sandbox: 'none', approval: false });
    const record = await call(tool, { command: 'touch ran' });
    expect(record).toMatchObject({ phase: 'waiting' });
    expect(existsSync(join(root, 'ran'))).toBe(false);
    vi.stubEnv('PEGBOARD_SECRET', 'the keys of the house');
    onTestFinished(() => void vi.unstubAllEnvs());
    const done = await call(tool, { command: 'touch ran; pwd; env' }, { onApproval: () => true });
    expect(done.result).toMatchObject({ exit_code: 0, stdout: expect.stringContaining(root) });
    expect(JSON.stringify(done.result)).not.toContain('the keys of the house');
    expect(existsSync(join(root, 'ran'))).toBe(true);
  });

  it("with sandbox: 'none' too a deadline ends the whole group", { timeout: 60_000 }, async () => {
    const mark = `89${Date.now()}`;
    const tool = runShell({ root: workspace(), sandbox: 'none', timeoutMs: 500 });
    const { result } = await call(
      tool,
      { command: `sleep ${mark} & sleep ${mark}` },
      { onApproval: () => true },
    );
    expect(result).toMatchObject({ ended_by: 'timeout' });
    await vi.waitUntil(() => processesWith(mark) === 0, { timeout: 20_000 });
  });

  it('options that cannot be meant are errors', () => {
    const root = workspace();
    expect(() => runShell({ root, timeoutMs: 0 })).toThrow(/timeoutMs/);
    expect(() => runShell({ root, readable: ['tools'] })).toThrow(/absolute/);
    expect(() => runShell({ root, sandbox: 'docker' as never })).toThrow(/bubblewrap or none/);
  });
});

function workspaceOutside(): string {
  mkdirSync(outsideFolder, { recursive: true });
  writeFileSync(join(outsideFolder, 'secret.txt'), 'the keys of the house');
  return outsideFolder;
}
