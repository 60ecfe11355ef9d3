import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { networkInterfaces } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { computerScreen, type OwnScreenOptions } from '@pegboard/toolbox';
import { workspace } from '../files/files.test-helper.ts';
import {
  act,
  atDisplay,
  hasNetwork,
  hasScreen,
  needsScreen,
  sizeOf,
  watcher,
  expectEvents,
} from './screen.test-helper.ts';

/** A display of this machine that lets everybody in, as if a person sat before it. */
interface UserDisplay {
  readonly name: string;
  stop(): Promise<unknown>;
}

const program = 'Xvfb';

async function userDisplay(): Promise<UserDisplay> {
  const args = ['-displayfd', '3', '-screen', '0', '400x300x24', '-noreset', '-ac'];
  const child = spawn(program, args, { stdio: ['ignore', 'ignore', 'ignore', 'pipe'] });
  // The fourth of `stdio` is a pipe.
  const [number] = (await once(child.stdio[3] as NodeJS.ReadableStream, 'data')) as readonly unknown[];
  return {
    name: `:${String(number).trim()}`,
    stop: () => {
      const ended = once(child, 'exit');
      child.kill();
      return ended;
    },
  };
}

/** Runs a script on a screen, and gives what it wrote into the workspace. */
async function onScreen(script: string, options: OwnScreenOptions = {}): Promise<string> {
  const root = workspace({
    '.env': 'the keys of the house',
    'script.sh': `{\n${script}\n} > part 2>&1\nmv part out\nsleep 1000\n`,
  });
  await using screen = computerScreen({ settleMs: 0, ...options, root, open: [['sh', 'script.sh']] });
  const file = join(root, 'out');
  // Whoever shows nothing is waited for in vain.
  screen.ready().catch(() => undefined);
  await vi.waitUntil(() => existsSync(file), { timeout: 40_000 });
  return readFileSync(file, 'utf8');
}

describe.runIf(hasScreen)(`programs on a screen (${needsScreen})`, { timeout: 60_000 }, () => {
  let user: UserDisplay;
  beforeAll(async () => (user = await userDisplay()), 60_000);
  afterAll(() => user.stop());

  it('see the workspace and their screen, and nothing else of the machine', async () => {
    vi.stubEnv('PEGBOARD_SECRET', 'the keys of the house');
    onTestFinished(() => void vi.unstubAllEnvs());
    const outside = workspace({ 'secret.txt': 'the keys of the house' });
    const told = await onScreen(
      `cat ${outside}/secret.txt .env ../*/secret.txt /etc/shadow /proc/*/environ
       env; ls /root /home /var /run /tmp/.X11-unix; touch /usr/x /etc/x; id -u
       xdotool getdisplaygeometry; ls ${outside}`,
      { env: { GREETING: 'hi' } },
    );
    expect(told).not.toContain('the keys of the house');
    expect(told).not.toContain('root:');
    expect(told).not.toMatch(/^0$/m);
    expect(told).toContain('GREETING=hi');
    expect(told).toMatch(/^1024 768$/m);
    expect(told.match(/Read-only file system/g)).toHaveLength(2);
  });

  it('write nothing but the workspace and /tmp, or not even that', async () => {
    expect(await onScreen('echo x > new && cat new; echo y > /tmp/y && cat /tmp/y')).toBe('x\ny\n');
  });

  it.each<readonly [string, OwnScreenOptions]>([
    ['without a network', {}],
    ...(hasNetwork ? ([['with a network', { network: true }]] as const) : []),
  ])("do not reach the user's display, %s", async (_, options) => {
    const geometry = atDisplay(user.name, 'xdotool', 'getdisplaygeometry');
    expect(geometry.stdout).toBe('400 300\n');
    const number = user.name.slice(1);
    const told = await onScreen(
      `for d in ${user.name} unix${user.name} localhost${user.name} 127.0.0.1${user.name} 10.0.2.2${user.name}; do
         DISPLAY=$d timeout 5 xdotool getdisplaygeometry
       done
       perl -MSocket -e 'socket(S, AF_UNIX, SOCK_STREAM, 0); print connect(S, pack_sockaddr_un(chr(0) . "/tmp/.X11-unix/X${number}")) ? "in\\n" : "out\\n"'`,
      options,
    );
    expect(told).toContain('out\n');
    expect(told).not.toContain('400 300');
  });

  it('have no network', async () => {
    const { port, requests } = await pageServer();
    const told = await onScreen(
      `for h in 127.0.0.1 localhost ${ownAddress()}; do perl -MIO::Socket::INET -e 'print IO::Socket::INET->new(PeerAddr => shift, PeerPort => ${port}, Timeout => 5) ? "in\\n" : "out\\n"' $h; done`,
    );
    expect(told).toBe('out\nout\nout\n');
    expect(requests()).toBe(0);
  });

  it.runIf(hasNetwork)(
    'have one when it is opened (needs apt-get install slirp4netns), but not to what only this machine may reach',
    async () => {
      const { port } = await pageServer();
      const connect = `perl -MIO::Socket::INET -e 'print IO::Socket::INET->new(PeerAddr => shift, PeerPort => ${port}, Timeout => 5) ? "in\\n" : "out\\n"'`;
      const told = await onScreen(
        `for h in ${ownAddress()} 127.0.0.1 10.0.2.2; do ${connect} $h; done; cat /etc/resolv.conf`,
        { network: true },
      );
      expect(told).toBe('in\nout\nout\nnameserver 10.0.2.3\n');
    },
  );

  it('do not run where a network was opened and none can be made', async () => {
    const bin = workspace({ slirp4netns: '#!/bin/sh\necho no tap >&2\nexit 1\n' });
    chmodSync(join(bin, 'slirp4netns'), 0o755);
    vi.stubEnv('PATH', `${bin}:${process.env['PATH']}`);
    onTestFinished(() => void vi.unstubAllEnvs());
    const root = workspace();
    const open = [['sh', '-c', 'touch ran; sleep 1000']] as const;
    await using screen = computerScreen({ settleMs: 0, root, network: true, open });
    const { text } = await act(screen, { action: 'screenshot' });
    expect(text).toMatch(/sh runs no more \(ended by signal: The program has no network.*: no tap/);
    expect(existsSync(join(root, 'ran'))).toBe(false);
  });

  it('nobody without the cookie sees the screen, not even the same user', async () => {
    const root = workspace();
    const script = 'echo $DISPLAY $XAUTHORITY > part; mv part display; exec xterm -e sleep 1000';
    await using screen = computerScreen({ root, sandbox: 'none', open: [['sh', '-c', script]] });
    await screen.ready();
    const [display = '', cookie = ''] = readFileSync(join(root, 'display'), 'utf8').trim().split(' ');
    onTestFinished(() => void vi.unstubAllEnvs());
    const look = (file: string): number | null => {
      vi.stubEnv('XAUTHORITY', file);
      return atDisplay(display, 'xdotool', 'getdisplaygeometry').status;
    };
    expect(look(cookie)).toBe(0);
    expect(look('/dev/null')).not.toBe(0);
  });
});

describe.runIf(hasScreen)(`a screen that is there already (${needsScreen})`, { timeout: 60_000 }, () => {
  let user: UserDisplay;
  beforeAll(async () => (user = await userDisplay()), 60_000);
  afterAll(() => user.stop());

  it('is used when it is named, and left as it was', async () => {
    const env = { ...process.env, DISPLAY: user.name };
    const keys = (): string => atDisplay(user.name, 'xmodmap', '-pke').stdout;
    const before = keys();
    const root = workspace();
    const watching = spawn(watcher[0], watcher.slice(1), { env, cwd: root, stdio: 'ignore' });
    onTestFinished(() => void watching.kill());
    const screen = computerScreen({ display: user.name, width: 400, height: 300, settleMs: 50 });
    await vi
      .waitUntil(() => existsSync(join(root, 'events')) && readFileSync(join(root, 'events')).length > 0, {
        timeout: 20_000,
      })
      .catch(() => undefined);
    expect(sizeOf(await act(screen, { action: 'left_click', coordinate: [20, 30] }))).toEqual([400, 300]);
    await act(screen, { action: 'type', text: 'aé' });
    await expectEvents(root, [
      'ButtonPress 1 at 20,30 with 0x0',
      'KeyPress a with 0x0',
      'KeyPress eacute with 0x0',
    ]);
    await act(screen, { action: 'left_mouse_down' });
    await screen.close();
    await expectEvents(root, ['ButtonRelease 1 at 20,30 with 0x100', 'ButtonRelease 1 at 20,30 with 0x100']);
    expect(keys()).toBe(before);
    expect(atDisplay(user.name, 'xdotool', 'getdisplaygeometry').status).toBe(0);
  });

  it('must have the size that was said, and be there', async () => {
    await using small = computerScreen({ display: user.name });
    await expect(small.ready()).rejects.toThrow(/400 × 300 pixels, not 1024 × 768.*width: 400, height: 300/);
    await using none = computerScreen({ display: ':9753' });
    await expect(none.ready()).rejects.toThrow(/xdotool cannot open it/);
  });
});

async function pageServer(): Promise<{ readonly port: number; readonly requests: () => number }> {
  let requests = 0;
  const server = createServer((_, response) => response.end('hi'));
  server.on('connection', () => requests++);
  server.listen(0, '0.0.0.0');
  onTestFinished(() => void server.close());
  await once(server, 'listening');
  // It listens on a port.
  return { port: (server.address() as { port: number }).port, requests: () => requests };
}

/** An address of this machine that others know as well. */
function ownAddress(): string {
  const all = Object.values(networkInterfaces()).flatMap((addresses) => addresses ?? []);
  return all.find(({ internal, family }) => !internal && family === 'IPv4')?.address ?? '127.0.0.2';
}
