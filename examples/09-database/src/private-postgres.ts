import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, existsSync, readdirSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';

export interface PrivatePostgres extends AsyncDisposable {
  readonly client: Client;
}

/** A PostgreSQL server of this program's own, in a temporary folder, on a free port; a text says why there is none. */
export async function startPostgres(): Promise<PrivatePostgres | string> {
  const bin = findBinaries();
  if (bin === undefined) return 'PostgreSQL is not installed here.';
  const owner = unprivileged();
  if (owner === undefined) return 'PostgreSQL does not run as root, and there is no other user here.';
  const folder = await mkdtemp(join(tmpdir(), 'pegboard-postgres-'));
  if (owner.uid !== undefined) chownSync(folder, owner.uid, owner.gid ?? owner.uid);
  const data = join(folder, 'data');
  const made = spawnSync(
    join(bin, 'initdb'),
    ['-D', data, '-U', 'pegboard', '-A', 'trust', '-E', 'UTF8', '--locale=C', '--no-sync'],
    { ...owner, cwd: folder },
  );
  if (made.status !== 0) {
    await rm(folder, { recursive: true, force: true });
    return `PostgreSQL could not be set up here: ${made.stderr?.toString().trim().split('\n').at(-1) ?? made.error?.message}`;
  }
  const port = await freePort();
  const settings = [
    `port=${port}`,
    'listen_addresses=127.0.0.1',
    `unix_socket_directories=${folder}`,
    'fsync=off',
  ];
  const server = spawn(join(bin, 'postgres'), ['-D', data, ...settings.flatMap((each) => ['-c', each])], {
    ...owner,
    cwd: folder,
    stdio: 'ignore',
  });
  const client = await connect(port, server);
  const stop = async (): Promise<void> => {
    if (typeof client !== 'string') await client.end();
    const ended = server.exitCode === null && server.signalCode === null ? once(server, 'exit') : undefined;
    server.kill('SIGINT'); // a fast shutdown
    await ended;
    await rm(folder, { recursive: true, force: true });
  };
  if (typeof client !== 'string') return { client, [Symbol.asyncDispose]: stop };
  await stop();
  return client;
}

async function connect(port: number, server: ChildProcess): Promise<Client | string> {
  for (let tries = 0; tries < 300 && server.exitCode === null; tries++) {
    const client = new Client({ host: '127.0.0.1', port, user: 'pegboard', database: 'postgres' });
    client.on('error', () => {});
    try {
      await client.connect();
      return client;
    } catch {
      await sleep(100);
    }
  }
  return 'PostgreSQL did not start here.';
}

function findBinaries(): string | undefined {
  const packaged = '/usr/lib/postgresql';
  const versions = existsSync(packaged)
    ? readdirSync(packaged).toSorted((a, b) => Number(b) - Number(a))
    : [];
  const folders = [
    ...versions.map((version) => join(packaged, version, 'bin')),
    ...(process.env['PATH'] ?? '').split(':'),
  ];
  return folders.find((folder) => existsSync(join(folder, 'initdb')) && existsSync(join(folder, 'postgres')));
}

/** Root has to start it as somebody else. */
function unprivileged(): { readonly uid?: number; readonly gid?: number } | undefined {
  if (process.getuid?.() !== 0) return {};
  for (const name of ['postgres', 'nobody']) {
    try {
      const id = (flag: string): number =>
        Number(execFileSync('id', [flag, name], { stdio: ['ignore', 'pipe', 'ignore'] }));
      return { uid: id('-u'), gid: id('-g') };
    } catch {
      // There is no such user.
    }
  }
  return undefined;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo; // a TCP server has one
  server.close();
  return port;
}
