import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { JsonObject } from '@pegboard/core';
import { bashTool, memoryTool, textEditorTool } from '@pegboard/toolbox';
import { call, workspace } from '../files/files.test-helper.ts';
import { hasSandbox } from '../shell/sandbox.test-helper.ts';

describe('memory', () => {
  it('keeps notes from one conversation to the next', async () => {
    const root = join(workspace(), 'notes');
    const run = async (input: JsonObject) => call(memoryTool({ root }), input);
    expect((await run({ command: 'view', path: '/memories' })).result).toContain('(nothing)');
    await run({ command: 'create', path: '/memories/people/ana.md', file_text: 'Ana\nlikes tea\n' });
    expect((await run({ command: 'view', path: '/memories' })).result).toContain(
      '14\t/memories/people/ana.md',
    );
    await run({ command: 'str_replace', path: '/memories/people/ana.md', old_str: 'tea', new_str: 'coffee' });
    await run({
      command: 'insert',
      path: '/memories/people/ana.md',
      insert_line: 1,
      insert_text: 'lives in Rome\n',
    });
    expect(
      (await run({ command: 'view', path: '/memories/people/ana.md', view_range: [2, 3] })).result,
    ).toMatch(/\n {5}2\tlives in Rome\n {5}3\tlikes coffee$/);
    await run({ command: 'rename', old_path: '/memories/people', new_path: '/memories/friends' });
    expect(readFileSync(join(root, 'friends/ana.md'), 'utf8')).toBe('Ana\nlives in Rome\nlikes coffee\n');
    await run({ command: 'delete', path: '/memories/friends' });
    expect(existsSync(join(root, 'friends'))).toBe(false);
    expect(statSync(root).mode & 0o777).toBe(0o700);
  });

  it.each([
    { command: 'view', path: '/memories/../../secret' },
    { command: 'view', path: '/etc/passwd' },
    { command: 'create', path: '/memories/../x', file_text: 'x' },
    { command: 'delete', path: '/memories' },
    { command: 'rename', old_path: '/memories', new_path: '/memories/x' },
    { command: 'rename', old_path: '/memories/a', new_path: '../b' },
    { command: 'create', path: '/memories/a', file_text: 'again' },
    { command: 'create', path: '/memories/x' },
    { command: 'str_replace', path: '/memories/a', old_str: '', new_str: 'x' },
    { command: 'insert', path: '/memories/a', insert_line: 5, insert_text: 'x' },
    { command: 'view', path: '/memories/a', view_range: [9, 10] },
  ])('%j is refused', async (input) => {
    const root = workspace({ 'm/a': 'a\n', secret: 's' });
    expect(await call(memoryTool({ root: join(root, 'm') }), input)).toMatchObject({ status: 'failed' });
    expect(readFileSync(join(root, 'm/a'), 'utf8')).toBe('a\n');
    expect(existsSync(join(root, 'x'))).toBe(false);
  });
});

it('the text editor works in the root, under the name that the API gives it', async () => {
  const root = workspace({ 'a.ts': 'one\r\ntwo\r\n', '.env': 'KEY=1' });
  const tool = textEditorTool({ root });
  expect(tool.name).toBe('str_replace_based_edit_tool');
  expect((await call(tool, { command: 'view', path: '/workspace' })).result).toContain('\t/workspace/a.ts');
  await call(tool, { command: 'str_replace', path: '/workspace/a.ts', old_str: 'two', new_str: '2' });
  await call(tool, { command: 'insert', path: 'a.ts', insert_line: 2, insert_text: 'three' });
  expect(readFileSync(join(root, 'a.ts'), 'utf8')).toBe('one\r\n2\r\nthree\r\n');
  expect(await call(tool, { command: 'view', path: '/workspace/.env' })).toMatchObject({ status: 'failed' });
  expect(await call(tool, { command: 'view', path: '/etc/passwd' })).toMatchObject({ status: 'failed' });
});

it.runIf(hasSandbox)('bash runs in the sandbox (needs bubblewrap)', { timeout: 60_000 }, async () => {
  const root = workspace({ 'a.txt': 'alpha' });
  const tool = bashTool({ root });
  expect((await call(tool, { command: 'cat a.txt; echo; echo oops >&2; exit 2' })).result).toBe(
    'alpha\noops\n[exit code 2]',
  );
  expect((await call(tool, { restart: true })).status).toBe('success');
  expect((await call(tool, { command: 'cat /etc/shadow' })).result).toContain('No such file');
  expect((await call(bashTool({ root, sandbox: 'none' }), { command: 'true' })).phase).toBe('waiting');
});
