import { execFileSync } from 'node:child_process';
import {
  existsSync,
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { isPegboardError } from '@pegboard/core';
import { confineBy } from './confine.ts';
import type { ConfinedFolder } from './confined-folder.ts';
import { collect, grounds, secret } from './folder.test-helper.ts';
import { hasDescriptors } from './open-entry.ts';

const ways = hasDescriptors ? [true, false] : [false];

/** Paths that lead out, or are meant to. `OUT` is the real path of the folder outside. */
const hostile: readonly string[] = [
  '..',
  '../',
  '../root-outside/secret.txt',
  './../root-outside/secret.txt',
  'notes/../../root-outside/secret.txt',
  'notes/deep/../../../root-outside/secret.txt',
  'notes/./.././../root-outside/secret.txt',
  'notes//..//..//root-outside//secret.txt',
  '../root/../root-outside/secret.txt',
  '../root-outside',
  '../../../../../../../../../../etc/passwd',
  '/etc/passwd',
  '//etc/passwd',
  '/proc/self/environ',
  '/proc/self/root/etc/passwd',
  '/dev/zero',
  'OUT/secret.txt',
  'OUT',
  'OUT/../root-outside/secret.txt',
  'ROOT/../root-outside/secret.txt',
  'ROOT-outside/secret.txt',
  '~/secret.txt',
  '~',
  'a.txt\0.png',
  '\0',
  '../root-outside/secret.txt\0',
  'a.txt\n',
  'notes\r/today.md',
  '\u001b[2J',
  '\u0085',
  '..\\root-outside\\secret.txt',
  'notes\\..\\..\\root-outside\\secret.txt',
  'notes\\today.md',
  'x'.repeat(256),
  `notes/${'é'.repeat(128)}`,
  `${'d/'.repeat(2_500)}x`,
  '\ud800.txt',
  'notes/\udfff/x',
  'out-file',
  'out-folder/secret.txt',
  'out-folder',
  'out-relative/secret.txt',
  'chain-1/secret.txt',
  'circle-1/x',
  'circle-1',
  'through/../../../root-outside/secret.txt',
  'proc-root/etc/passwd',
  'proc-fd/0',
  'zero',
  'notes/up-link/secret.txt',
];

function furnished(): ReturnType<typeof grounds> {
  const place = grounds();
  const { root, outside } = place;
  const links: Record<string, string> = {
    'out-file': join(outside, 'secret.txt'),
    'out-folder': outside,
    'out-relative': '../root-outside',
    'chain-1': 'chain-2',
    'chain-2': 'notes/chain-3',
    'notes/chain-3': '../out-folder',
    'circle-1': 'circle-2',
    'circle-2': 'circle-1',
    through: 'notes/deep',
    'proc-root': '/proc/self/root',
    'proc-fd': '/proc/self/fd',
    zero: '/dev/zero',
    'notes/up-link': '../../root-outside',
  };
  for (const [name, target] of Object.entries(links)) symlinkSync(target, join(root, name));
  return place;
}

function make(program: string, ...args: readonly string[]): void {
  execFileSync(program, args);
}

/** Every way to do something with a path; what comes of reading is given. */
const attempts: Readonly<Record<string, (folder: ConfinedFolder, path: string) => Promise<unknown>>> = {
  read: async (folder, path) => Buffer.from((await folder.read(path)).bytes).toString(),
  info: (folder, path) => folder.info(path),
  write: (folder, path) => folder.write(path, 'owned'),
  'write anew': (folder, path) => folder.write(path, 'owned', { overwrite: false }),
  'write below': (folder, path) => folder.write(`${path}/new.txt`, 'owned'),
  'make folder': (folder, path) => folder.makeFolder(`${path}/new`),
  walk: async (folder, path) => (await collect(folder.walk(path))).map((entry) => entry.path),
  'move to': (folder, path) => folder.move('a.txt', `${path}/stolen`),
  'move from': (folder, path) => folder.move(`${path}/secret.txt`, 'mine.txt'),
  'remove below': (folder, path) => folder.remove(`${path}/secret.txt`),
};

describe.each(ways)('by descriptor: %s', (byDescriptor) => {
  it.each(hostile)('%j does not lead out', async (template) => {
    const { root, outside } = furnished();
    const path = template.replace('OUT', outside).replace('ROOT', root);
    const folder = confineBy(root, {}, byDescriptor);
    const before = readdirSync(outside);
    for (const [name, attempt] of Object.entries(attempts)) {
      const error: unknown = await attempt(folder, path).then(
        (value) => ({ name, value }),
        (thrown: unknown) => thrown,
      );
      expect(isPegboardError(error), `${name}: ${JSON.stringify(error)}`).toBe(true);
      expect(String(error)).not.toContain(secret);
      expect(String(error)).not.toContain('/proc/self/fd/');
    }
    expect(readdirSync(outside)).toEqual(before);
    expect(readFileSync(join(outside, 'secret.txt'), 'utf8')).toBe(secret);
    expect(existsSync(join(root, 'a.txt'))).toBe(true);
  });

  it('links themselves are moved and removed, never what they lead to', async () => {
    const { root, outside } = furnished();
    const folder = confineBy(root, {}, byDescriptor);
    await folder.move('out-file', 'notes/moved-link');
    await folder.remove('notes/moved-link');
    await folder.remove('out-folder', { recursive: true });
    await folder.remove('notes', { recursive: true });
    expect(readFileSync(join(outside, 'secret.txt'), 'utf8')).toBe(secret);
    expect(existsSync(join(root, 'out-folder'))).toBe(false);
  });

  it('a walk names links and goes into none', async () => {
    const { root } = furnished();
    const found = await collect(confineBy(root, {}, byDescriptor).walk(''));
    expect(found.filter((entry) => entry.path.startsWith('out-folder'))).toMatchObject([
      { path: 'out-folder', kind: 'link' },
    ]);
    expect(found.some((entry) => entry.path.includes('secret'))).toBe(false);
  });

  it('pipes, sockets and devices are named, and never opened', async () => {
    const { root } = grounds();
    make('mkfifo', join(root, 'pipe'));
    const server = createServer().listen(join(root, 'socket'));
    onTestFinished(() => void server.close());
    const special = ['pipe', 'socket'];
    if (process.getuid?.() === 0) {
      make('mknod', join(root, 'zero'), 'c', '1', '5');
      special.push('zero');
    }
    await new Promise((resolve) => server.once('listening', resolve));
    const folder = confineBy(root, {}, byDescriptor);
    for (const name of special) {
      expect(await folder.info(name)).toMatchObject({ kind: 'other' });
      await expect(folder.read(name)).rejects.toMatchObject({ code: 'permission' });
      await expect(folder.write(name, 'x')).rejects.toMatchObject({ code: 'permission' });
    }
  });

  it('closed names are closed in every spelling, through links, and as part of folders', async () => {
    const { root } = grounds();
    mkdirSync(join(root, '.git', 'hooks'), { recursive: true });
    mkdirSync(join(root, 'vault'));
    writeFileSync(join(root, '.env'), secret);
    writeFileSync(join(root, '.ENV'), secret);
    writeFileSync(join(root, '.git', 'hooks', 'pre-commit'), secret);
    writeFileSync(join(root, 'vault', 'keys.txt'), secret);
    symlinkSync('.env', join(root, 'plain.txt'));
    symlinkSync('.git', join(root, 'other'));
    const folder = confineBy(root, { ignore: ['.env*', '.git', 'vault/keys.txt'] }, byDescriptor);
    const spelled = [
      '.env', '.ENV', '.Env', './.env', 'notes/../.env', 'notes/.env.local', '.e\u200bnv', '．env', '.env.', '.env ',
      '.git', '.git/hooks/pre-commit', '.GIT/config', '.g\u200cit/config', 'notes/.git/config', 'plain.txt',
      'other/hooks/pre-commit', 'vault/keys.txt', 'vault/Keys.TXT', 'vault/./keys.txt', `${root}/.env`,
    ]; // prettier-ignore
    for (const path of spelled) {
      await expect(folder.read(path), path).rejects.toMatchObject({ code: 'permission' });
      await expect(folder.write(path, 'x'), path).rejects.toMatchObject({ code: 'permission' });
      await expect(folder.move('a.txt', path), path).rejects.toThrow();
    }
    const listed = (await collect(folder.walk(''))).map((entry) => entry.path);
    expect(listed).toEqual([
      'a.txt',
      'notes',
      'notes/deep',
      'notes/deep/b.txt',
      'notes/today.md',
      'other',
      'plain.txt',
      'vault',
    ]);
    await expect(folder.move('vault', 'open')).rejects.toMatchObject({ code: 'permission' });
    await expect(folder.remove('vault', { recursive: true })).rejects.toMatchObject({ code: 'permission' });
    await expect(folder.read('nothing')).rejects.not.toThrow(/env|git/i);
    expect((await folder.hidden()).map((entry) => entry.path).toSorted()).toEqual(
      ['.ENV', '.env', '.git', 'vault/keys.txt'].map((name) => join(root, name)).toSorted(),
    );
  });

  it('a read-only folder refuses every change', async () => {
    const { root } = grounds();
    const folder = confineBy(root, { readOnly: true }, byDescriptor);
    expect((await folder.read('a.txt')).info.size).toBe(1);
    const changes = [
      folder.write('a.txt', 'x'),
      folder.makeFolder('x'),
      folder.move('a.txt', 'b.txt'),
      folder.remove('a.txt'),
    ];
    for (const change of await Promise.allSettled(changes)) {
      expect(change).toMatchObject({ status: 'rejected', reason: { code: 'permission' } });
    }
    expect(readFileSync(join(root, 'a.txt'), 'utf8')).toBe('a');
  });

  it('a hard link is written beside, not through', async () => {
    const { root, outside } = grounds();
    linkSync(join(outside, 'secret.txt'), join(root, 'shared.txt'));
    await confineBy(root, {}, byDescriptor).write('shared.txt', 'mine');
    expect(readFileSync(join(outside, 'secret.txt'), 'utf8')).toBe(secret);
  });
});
