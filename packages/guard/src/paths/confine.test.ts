import {
  chmodSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { confine } from '@pegboard/guard';
import { confineBy } from './confine.ts';
import { collect, grounds } from './folder.test-helper.ts';
import { hasDescriptors } from './open-entry.ts';

const text = ({ bytes }: { bytes: Uint8Array }): string => Buffer.from(bytes).toString();

describe.each(hasDescriptors ? [true, false] : [false])('by descriptor: %s', (byDescriptor) => {
  it.each([
    ['a.txt', 'a'],
    ['./a.txt', 'a'],
    ['notes/today.md', '# Today'],
    ['notes//today.md', '# Today'],
    ['notes/../a.txt', 'a'],
    ['notes/deep/../../a.txt', 'a'],
    ['ROOT/a.txt', 'a'],
    ['/workspace/notes/today.md', '# Today'],
    ['inside', '# Today'],
    ['inside-folder/today.md', '# Today'],
    ['absolute-inside', 'a'],
    ['notes/up/a.txt', 'a'],
    ['...', 'dots'],
    ['..a', 'dots'],
    ['a..b', 'dots'],
    ['%2e%2e', 'percent'],
    ['-rf', 'dash'],
    ['a b;$(x)`y`|&.txt', 'shell'],
    ['日本語/ファイル.txt', 'ja'],
    ['caf\u00e9.txt', 'composed'],
    ['nai\u0308ve.txt', 'decomposed'],
    ['na\u00efve.txt', 'decomposed'],
    ['👩‍👩‍👧.txt', 'family'],
  ])('%s is read', async (template, content) => {
    const { root } = grounds();
    const links = {
      inside: 'notes/today.md',
      'inside-folder': './notes',
      'absolute-inside': join(root, 'a.txt'),
      'notes/up': '..',
    };
    for (const [name, target] of Object.entries(links)) symlinkSync(target, join(root, name));
    mkdirSync(join(root, '日本語'));
    const files = {
      '...': 'dots', '..a': 'dots', 'a..b': 'dots', '%2e%2e': 'percent', '-rf': 'dash', 'a b;$(x)`y`|&.txt': 'shell',
      '日本語/ファイル.txt': 'ja', 'caf\u00e9.txt': 'composed', 'nai\u0308ve.txt': 'decomposed', '👩‍👩‍👧.txt': 'family',
    }; // prettier-ignore
    for (const [name, value] of Object.entries(files)) writeFileSync(join(root, name), value);
    const folder = confineBy(root, { aliases: ['/workspace'] }, byDescriptor);
    expect(text(await folder.read(template.replace('ROOT', root)))).toBe(content);
  });

  it('writes new files with their folders, and replaces files keeping their mode', async () => {
    const { root } = grounds();
    const folder = confineBy(root, {}, byDescriptor);
    expect(await folder.write('new/deep/file.txt', 'x')).toMatchObject({
      path: 'new/deep/file.txt',
      size: 1,
      created: true,
    });
    writeFileSync(join(root, 'run.sh'), 'old');
    chmodSync(join(root, 'run.sh'), 0o4750);
    expect(await folder.write('run.sh', 'new')).toMatchObject({ created: false });
    expect(statSync(join(root, 'run.sh')).mode & 0o7777).toBe(0o750);
    expect(readFileSync(join(root, 'run.sh'), 'utf8')).toBe('new');
    expect(readdirSync(root).filter((name) => name.endsWith('.tmp'))).toEqual([]);
  });

  it('writes through a link that stays inside, and keeps the link', async () => {
    const { root } = grounds();
    symlinkSync('notes/today.md', join(root, 'link.md'));
    await confineBy(root, {}, byDescriptor).write('link.md', 'new');
    expect(readFileSync(join(root, 'notes/today.md'), 'utf8')).toBe('new');
  });

  it('refuses to replace what it was told to spare, or what has changed since', async () => {
    const { root } = grounds();
    const folder = confineBy(root, {}, byDescriptor);
    await expect(folder.write('a.txt', 'x', { overwrite: false })).rejects.toMatchObject({
      code: 'conflict',
    });
    const { info } = await folder.read('a.txt');
    writeFileSync(join(root, 'a.txt'), 'changed by somebody');
    await expect(folder.write('a.txt', 'x', { ifVersion: info.version })).rejects.toThrow(/Somebody else/);
    expect(readFileSync(join(root, 'a.txt'), 'utf8')).toBe('changed by somebody');
    expect(readdirSync(root)).toEqual(['a.txt', 'notes']);
  });

  it('of many writers at once one wins whole, and of many makers exactly one', async () => {
    const { root } = grounds();
    const folder = confineBy(root, {}, byDescriptor);
    const contents = Array.from({ length: 20 }, (_, at) => String(at).repeat(50_000));
    await Promise.all(contents.map((content) => folder.write('a.txt', content)));
    expect(contents).toContain(readFileSync(join(root, 'a.txt'), 'utf8'));
    const made = await Promise.allSettled(
      contents.map((content) => folder.write('one.txt', content, { overwrite: false })),
    );
    expect(made.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });

  it('moves files and folders, and takes no place that is taken', async () => {
    const { root } = grounds();
    const folder = confineBy(root, {}, byDescriptor);
    await folder.move('a.txt', 'new/a.txt');
    await folder.move('notes', 'new/notes');
    expect(text(await folder.read('new/notes/deep/b.txt'))).toBe('b');
    await expect(folder.move('new/a.txt', 'new/notes')).rejects.toMatchObject({ code: 'conflict' });
    await expect(folder.move('new', 'new/notes/in-itself')).rejects.toMatchObject({ code: 'invalid-input' });
    await folder.write('b.txt', 'b');
    await expect(folder.move('b.txt', 'new/a.txt')).rejects.toMatchObject({ code: 'conflict' });
    await folder.move('b.txt', 'new/a.txt', { overwrite: true });
    expect(text(await folder.read('new/a.txt'))).toBe('b');
    await expect(folder.move('', 'x')).rejects.toMatchObject({ code: 'permission' });
  });

  it('removes files and empty folders, full ones only when told to, and never itself', async () => {
    const { root } = grounds();
    const folder = confineBy(root, {}, byDescriptor);
    await expect(folder.remove('notes')).rejects.toThrow(/not empty/);
    expect(await folder.remove('notes', { recursive: true })).toEqual({ removed: 4 });
    expect(await folder.remove('a.txt')).toEqual({ removed: 1 });
    await expect(folder.remove('.')).rejects.toMatchObject({ code: 'permission' });
    await expect(folder.remove('a.txt')).rejects.toMatchObject({ code: 'not-found' });
  });

  it('says what there is where a name is missing', async () => {
    const { root } = grounds();
    await expect(confineBy(root, {}, byDescriptor).read('notes/tody.md')).rejects.toThrow(
      'There is no "notes/tody.md". "notes" holds "deep", "today.md".',
    );
  });

  it('refuses files that are too large', async () => {
    const { root } = grounds();
    writeFileSync(join(root, 'big'), Buffer.alloc(1_001));
    await expect(confineBy(root, {}, byDescriptor).read('big', { maxBytes: 1_000 })).rejects.toThrow(
      /1001 bytes/,
    );
  });

  it('walks so deep as it is told, reads on the way, and stops on abort', async () => {
    const { root } = grounds();
    const folder = confineBy(root, {}, byDescriptor);
    const flat = await collect(folder.walk('', { depth: 1 }));
    expect(flat.map((entry) => entry.path)).toEqual(['a.txt', 'notes']);
    const read: string[] = [];
    for await (const entry of folder.walk('notes')) {
      if (entry.kind === 'file') read.push(text({ bytes: await entry.read() }));
    }
    expect(read).toEqual(['b', '# Today']);
    const signal = AbortSignal.abort(new DOMException('enough', 'AbortError'));
    await expect(collect(folder.walk('', { signal }))).rejects.toBe(signal.reason);
  });
});

it('a root that is no folder is an error that says so', () => {
  const { root } = grounds();
  expect(() => confine(join(root, 'nowhere'))).toThrow(/does not exist.*make it first/s);
  expect(() => confine(join(root, 'a.txt'))).toThrow(/It is no folder/);
});

it('a root that is a link is the folder that it leads to', async () => {
  const { base, root } = grounds();
  symlinkSync(root, join(base, 'link'));
  const folder = confine(join(base, 'link'));
  expect(folder.root).toBe(root);
  expect(text(await folder.read(join(base, 'link', 'a.txt')))).toBe('a');
});
