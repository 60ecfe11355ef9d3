import { chmodSync, existsSync, readFileSync, statSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  deleteFile,
  editFile,
  listFiles,
  moveFile,
  readFile,
  searchFiles,
  writeFile,
} from '@pegboard/toolbox';
import { call, runCalls, workspace } from './files.test-helper.ts';

const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

describe('read_file', () => {
  it('gives the text as it is', async () => {
    const root = workspace({ 'a.txt': 'one\ntwo "quoted" \\ back\n' });
    expect(await call(readFile({ root }), { path: 'a.txt' })).toMatchObject({
      status: 'success',
      result: 'one\ntwo "quoted" \\ back\n',
      metadata: { path: 'a.txt', encoding: 'utf-8', total: 2 },
    });
  });

  it('gives a range of lines, and says where it ends', async () => {
    const root = workspace({ log: Array.from({ length: 100 }, (_, at) => `line ${at + 1}`).join('\n') });
    const tool = readFile({ root });
    expect((await call(tool, { path: 'log', from_line: 10, lines: 2 })).result).toBe(
      'line 10\nline 11\n[lines 10 to 11 of 100; go on with from_line 12]',
    );
    expect((await call(tool, { path: 'log', from_line: 99 })).result).toBe(
      'line 99\nline 100\n[lines 99 to 100 of 100]',
    );
    expect((await call(tool, { path: 'log', from_line: 200 })).result).toBe(
      '[there is no line 200: it has 100 lines]',
    );
  });

  it('gives long files in parts that make the whole', async () => {
    const text = Array.from({ length: 9_000 }, (_, at) => `${at} ${'x'.repeat(at % 40)}`).join('\n');
    const root = workspace({ long: text });
    const tool = readFile({ root });
    let got = '';
    for (let fromLine: number | undefined = 1; fromLine !== undefined;) {
      const part = (await call(tool, { path: 'long', from_line: fromLine })).result as string; // as its output schema says
      const note = /\n\[lines \d+ to \d+ of \d+(?:; go on with from_line (\d+))?\]$/.exec(part);
      got += `${got && '\n'}${part.slice(0, note?.index)}`;
      fromLine = note?.[1] === undefined ? undefined : Number(note[1]);
    }
    expect(got).toBe(text);
  });

  it('gives a line that is longer than a part in parts that make the whole', async () => {
    const long = `${'a'.repeat(47_999)}${'\u{1f600}'.repeat(30_000)}`;
    const root = workspace({ 'one.json': `${long}\nshort\n` });
    const tool = readFile({ root });
    let got = '';
    let next: { from_line: number; from_char?: number } = { from_line: 1 };
    let parts = 0;
    while (next.from_line === 1) {
      parts++;
      const part = (await call(tool, { path: 'one.json', ...next })).result as string; // as its output schema says
      const note =
        /\n\[line 1, characters \d+ to \d+ of 107999; go on with from_line (\d+)(?:, from_char (\d+))?\]$/.exec(
          part,
        );
      got += part.slice(0, note?.index);
      next = { from_line: Number(note?.[1]), ...(note?.[2] !== undefined && { from_char: Number(note[2]) }) };
    }
    expect(got).toBe(long);
    expect(parts).toBe(3);
    expect((await call(tool, { path: 'one.json', ...next })).result).toBe('short\n[lines 2 to 2 of 2]');
    expect((await call(tool, { path: 'one.json', from_line: 2, from_char: 9 })).result).toBe(
      '[line 2 has no character 9: it has 5 characters]',
    );
  });

  it.each([
    ['utf-8 with a mark', Buffer.from('\ufeffgr\u00fc\u00df'), 'utf-8'],
    ['utf-16 little endian', Buffer.from('\ufeffgr\u00fc\u00df', 'utf16le'), 'utf-16le'],
    ['utf-16 big endian', Buffer.from('\ufeffgr\u00fc\u00df', 'utf16le').swap16(), 'utf-16be'],
    ['latin1', Buffer.from('gr\u00fc\u00df', 'latin1'), 'latin1'],
  ])('reads %s, and edits keep it', async (_, bytes, encoding) => {
    const root = workspace({ file: bytes });
    const read = await call(readFile({ root }), { path: 'file' });
    expect(read).toMatchObject({ result: 'gr\u00fc\u00df', metadata: { encoding } });
    await call(editFile({ root }), { path: 'file', old_text: '\u00df', new_text: '\u00e4' });
    const wanted = encoding === 'latin1' ? bytes.toString('latin1').replace('\u00df', '\u00e4') : undefined;
    const content = readFileSync(join(root, 'file'));
    expect(content.length).toBe(bytes.length);
    expect((await call(readFile({ root }), { path: 'file' })).result).toBe('gr\u00fc\u00e4');
    if (wanted !== undefined) expect(content.toString('latin1')).toBe(wanted);
  });

  it('gives pictures and documents as media, and refuses other bytes', async () => {
    const root = workspace({
      'dot.png': png,
      'doc.pdf': '%PDF-1.4\n',
      'a.bin': Buffer.from([1, 0, 2]),
      'bm.txt': 'BMW and ID3',
    });
    const tool = readFile({ root });
    expect(await call(tool, { path: 'dot.png' })).toMatchObject({
      result: `dot.png: image/png, ${png.length} bytes`,
      content: [
        { type: 'text' },
        { type: 'media', mediaType: 'image/png', data: png.toString('base64'), filename: 'dot.png' },
      ],
    });
    expect((await call(tool, { path: 'doc.pdf' })).content?.[1]).toMatchObject({
      mediaType: 'application/pdf',
    });
    expect(await call(tool, { path: 'a.bin' })).toMatchObject({
      status: 'failed',
      error: expect.stringContaining('neither text nor a picture'),
    });
    expect((await call(tool, { path: 'bm.txt' })).result).toBe('BMW and ID3');
  });

  it('marks what it gives as untrusted, unless the folder is your own', async () => {
    const root = workspace({ a: 'x' });
    expect((await call(readFile({ root }), { path: 'a' })).trust).toBe('untrusted');
    expect((await call(readFile({ root, trust: 'trusted' }), { path: 'a' })).trust).toBe('trusted');
  });
});

describe('edit_file', () => {
  const edit = async (text: string, oldText: string, newText: string, replaceAll?: boolean) => {
    const root = workspace({ f: text });
    const record = await call(editFile({ root }), {
      path: 'f',
      old_text: oldText,
      new_text: newText,
      ...(replaceAll && { replace_all: true }),
    });
    return { ...record, now: readFileSync(join(root, 'f'), 'utf8') };
  };

  it('replaces one exact text, whatever signs it holds', async () => {
    expect(await edit('a\nb $& $1 c\n', 'b $& $1', '$$ $`')).toMatchObject({
      result: { path: 'f', replaced: 1, line: 2 },
      now: 'a\n$$ $` c\n',
    });
  });

  it('replaces all when told to', async () => {
    expect(await edit('x.x.x', 'x', 'yx', true)).toMatchObject({
      result: { replaced: 3, line: 1 },
      now: 'yx.yx.yx',
    });
  });

  it('tells the lines of an ambiguous text, and changes nothing', async () => {
    const { error, now } = await edit('x\ny\nx\n', 'x', 'z');
    expect(error).toContain('2 times in "f", in lines 1, 3');
    expect(now).toBe('x\ny\nx\n');
  });

  it('shows the nearest lines when the text is not there', async () => {
    const file = 'import a\n\nfunction add(a: number, b: number) {\n  return a + b;\n}\n';
    const { error } = await edit(file, 'function add(a, b) {\n  return a + b;', 'x');
    expect(error).toContain(
      'Lines 3 to 4 are most like it:\nfunction add(a: number, b: number) {\n  return a + b;',
    );
    expect((await edit(file, 'function add(a: number,  b: number) {', 'x')).error).toContain(
      'Line 3 is the same but for white space:',
    );
    expect((await edit(file, 'zzzzzz', 'x')).error).toContain('Nothing in it is like it');
  });

  it('finds lines of Windows files, and keeps their ends', async () => {
    expect(await edit('a\r\nb\r\nc\r\n', 'a\nb', 'x\ny')).toMatchObject({
      status: 'success',
      now: 'x\r\ny\r\nc\r\n',
    });
  });

  it('keeps the mode', async () => {
    const root = workspace({ 'run.sh': 'echo a' });
    chmodSync(join(root, 'run.sh'), 0o755);
    await call(editFile({ root }), { path: 'run.sh', old_text: 'a', new_text: 'b' });
    expect(statSync(join(root, 'run.sh')).mode & 0o777).toBe(0o755);
  });
});

describe('write_file, move_file, delete_file', () => {
  it('write text and bytes', async () => {
    const root = workspace();
    const tool = writeFile({ root });
    expect((await call(tool, { path: 'deep/a.txt', content: 'é' })).result).toEqual({
      path: 'deep/a.txt',
      bytes: 2,
      created: true,
    });
    await call(tool, { path: 'dot.png', content: png.toString('base64'), encoding: 'base64' });
    expect(readFileSync(join(root, 'dot.png')).equals(png)).toBe(true);
    expect(await call(tool, { path: 'x', content: 'not base64!', encoding: 'base64' })).toMatchObject({
      status: 'failed',
    });
    expect(await call(tool, { path: 'deep/a.txt', content: '', overwrite: false })).toMatchObject({
      status: 'failed',
    });
    expect(await call(writeFile({ root, maxFileBytes: 3 }), { path: 'b', content: 'four' })).toMatchObject({
      status: 'failed',
    });
  });

  it('delete only what a person approved', async () => {
    const root = workspace({ 'a.txt': 'a', 'b.txt': 'b' });
    const calls = [{ name: 'delete_file', input: { path: 'a.txt' } }];
    const paused = await runCalls([deleteFile({ root })], calls);
    expect(paused).toMatchObject({ status: 'paused', pending: [{ reason: 'it deletes a.txt' }] });
    expect(existsSync(join(root, 'a.txt'))).toBe(true);
    await runCalls([deleteFile({ root })], calls, { onApproval: () => ({ deny: 'no' }) });
    expect(existsSync(join(root, 'a.txt'))).toBe(true);
    await runCalls([deleteFile({ root })], calls, { onApproval: () => true });
    expect(existsSync(join(root, 'a.txt'))).toBe(false);
    expect((await call(deleteFile({ root, approval: false }), { path: 'b.txt' })).result).toEqual({
      path: 'b.txt',
      removed: 1,
    });
  });

  it('move', async () => {
    const root = workspace({ 'a.txt': 'a', 'b.txt': 'b' });
    expect((await call(moveFile({ root }), { from: 'a.txt', to: 'new/a.txt' })).result).toEqual({
      from: 'a.txt',
      to: 'new/a.txt',
    });
    expect((await call(moveFile({ root }), { from: 'b.txt', to: 'new/a.txt' })).error).toContain('already');
  });

  it('are refused in a read-only workspace, and for closed names', async () => {
    const root = workspace({ 'a.txt': 'a', '.env': 'KEY=1' });
    expect((await call(writeFile({ root, readOnly: true }), { path: 'a.txt', content: '' })).error).toContain(
      'read-only',
    );
    expect((await call(readFile({ root }), { path: '.env' })).error).toContain('stays closed');
    expect(
      (await call(writeFile({ root }), { path: '.git/hooks/pre-commit', content: 'x' })).error,
    ).toContain('stays closed');
    expect((await call(readFile({ root, ignore: [] }), { path: '.env' })).result).toBe('KEY=1');
  });
});

describe('list_files and search_files', () => {
  const files = {
    'a.md': 'Alpha\nbeta ALPHA\n',
    'src/a.ts': 'const alpha = 1;\r\n',
    'src/deep/b.ts': `${'x'.repeat(400)} alpha`,
    'node_modules/x/index.js': 'alpha',
    'data.bin': Buffer.from('alpha\0'),
    '.env': 'alpha=1',
  };

  it('list what is there', async () => {
    const root = workspace(files);
    symlinkSync('/etc', join(root, 'link'));
    const tool = listFiles({ root });
    expect((await call(tool, {})).result).toEqual({
      entries: [
        { path: 'a.md', kind: 'file', bytes: 17 },
        { path: 'data.bin', kind: 'file', bytes: 6 },
        { path: 'link', kind: 'link' },
        { path: 'node_modules', kind: 'folder' },
        { path: 'src', kind: 'folder' },
      ],
      truncated: false,
    });
    expect((await call(tool, { depth: 50, glob: '*.{ts,js}' })).result).toMatchObject({
      entries: [{ path: 'src/a.ts' }, { path: 'src/deep/b.ts' }],
    });
    expect((await call(tool, { path: 'node_modules', depth: 3, limit: 1 })).result).toMatchObject({
      entries: [{ path: 'node_modules/x' }],
      truncated: true,
    });
    expect((await call(tool, { path: 'a.md' })).error).toContain('"a.md" is a file, no folder');
  });

  it('search text, closed and foreign files left out', async () => {
    const root = workspace(files);
    const tool = searchFiles({ root });
    expect((await call(tool, { query: 'alpha' })).result).toEqual({
      matches: [
        { path: 'src/a.ts', line: 1, text: 'const alpha = 1;' },
        { path: 'src/deep/b.ts', line: 1, text: `${'x'.repeat(300)}…` },
      ],
      searched_files: 3,
      truncated: false,
    });
    expect((await call(tool, { query: 'ALPHA', ignore_case: true, glob: '*.md' })).result).toMatchObject({
      matches: [{ line: 1 }, { line: 2 }],
    });
    expect(
      (await call(tool, { query: '^const \\w+', is_regex: true, path: 'src/a.ts' })).result,
    ).toMatchObject({ matches: [{ path: 'src/a.ts' }] });
    expect((await call(tool, { query: 'alpha', limit: 1 })).result).toMatchObject({ truncated: true });
    expect((await call(tool, { query: '(', is_regex: true, ignore_case: true })).error).toMatch(
      /no regular expression of RE2: .*`\(`/,
    );
  });

  it.each([
    ['[', /"\[" has no "\]".*write \[\[\]/],
    ['src/[a-', /has no "\]"/],
    ['[a/b]', /has no "\]"/],
    ['*.{ts,js', /"\{" has no "\}"/],
    ['/', /names nothing/],
    ['{a,b}'.repeat(12), /more than 256 alternatives/],
  ])('the glob %s, which cannot be meant, is a failure with a reason', async (glob, reason) => {
    const root = workspace(files);
    for (const record of [
      await call(listFiles({ root }), { glob }),
      await call(searchFiles({ root }), { query: 'alpha', glob }),
    ]) {
      expect(record.status).toBe('failed');
      expect(record.error).toMatch(reason);
    }
  });

  it.each([
    ['[[]id].md', '[id].md'],
    ['[{]a.md', '{a.md'],
    ['a}.md', 'a}.md'],
  ])('the glob %s finds %s', async (glob, path) => {
    const { result } = await call(
      listFiles({ root: workspace({ '[id].md': '', '{a.md': '', 'a}.md': '', 'x.md': '' }) }),
      { glob },
    );
    expect(result).toMatchObject({ entries: [{ path }] });
  });

  it('a regular expression that would take other engines years takes no time', async () => {
    const root = workspace({ a: `${'a'.repeat(5_000)}!` });
    expect((await call(searchFiles({ root }), { query: '(a+)+$', is_regex: true })).result).toMatchObject({
      matches: [],
    });
  });
});
