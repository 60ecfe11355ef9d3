import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Socket } from 'node:net';
import { ToolFailure } from '@pegboard/core';
import { lastWords } from './run-client.ts';

/**
 * Gives the network namespace of a process a way out that does not lead to this machine's own addresses of loopback, nor to its sockets without
 * a file, such as those of displays. Resolves when it is there, with what ends it.
 */
export async function attachNetwork(slirp: string, pid: number): Promise<() => void> {
  const args = [
    '--configure', '--mtu=65520', '--disable-host-loopback', '--enable-sandbox', '--enable-seccomp', '--ready-fd=3', '--exit-fd=4',
    `--userns-path=/proc/${pid}/ns/user`, String(pid), 'tap0',
  ]; // prettier-ignore
  // The last pipe breaks when this program ends, and then it ends as well.
  const child = spawn(slirp, args, {
    env: {},
    cwd: '/',
    detached: true,
    stdio: ['ignore', 'ignore', 'pipe', 'pipe', 'pipe'],
  });
  let said = '';
  child.stderr?.on('data', (chunk: Buffer) => (said = (said + String(chunk)).slice(-4_000)));
  child.unref();
  for (const pipe of child.stdio) (pipe as Socket | null)?.unref();
  if (!(await isReady(child))) {
    child.kill('SIGKILL');
    throw new ToolFailure(
      `The program has no network: slirp4netns cannot make one here: ${lastWords(said) || 'it says nothing'}. It needs to open /dev/net/tun.`,
    );
  }
  return () => void child.kill('SIGKILL');
}

async function isReady(child: ChildProcess): Promise<boolean> {
  // The fourth of `stdio` is a pipe.
  const told = once(child.stdio[3] as Socket, 'data').then(([chunk]) => String(chunk) === '1');
  const ended = once(child, 'exit').then(() => false);
  return Promise.race([told, ended]).catch(() => false);
}
