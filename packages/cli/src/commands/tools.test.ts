import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { type Ended, pegboard, processMs, project } from '../cli.test-util.ts';

const cwd = project();
const tools = (...args: readonly string[]): Promise<Ended> => pegboard(['tools', ...args], { cwd });

it('lists tools with what they cost', { timeout: processMs }, async () => {
  const { code, stdout } = await tools('list');
  expect(code).toBe(0);
  expect(stdout).toMatch(/^add +\d+ +Adds two numbers/m);
  expect(stdout).toMatch(/erase_file .*\(asks\)/);
  expect(stdout).toMatch(/4 tools, about \d+ tokens/);
});

it('lists some, by name and pattern; a slip is an error', { timeout: processMs }, async () => {
  const { stdout } = await tools('list', '*_file', 'add', '--json');
  expect((JSON.parse(stdout) as { name: string }[]).map(({ name }) => name)).toEqual(['erase_file', 'add']);
  const slip = await tools('list', 'ad');
  expect(slip.code).toBe(1);
  expect(slip.stderr).toMatch(/Did you\smean "add"/);
});

it('shows a tool with an input that it takes', { timeout: processMs }, async () => {
  const { stdout } = await tools('show', 'add');
  expect(stdout).toContain('"required"');
  const [, example = ''] = /tools call add '(.*)'/.exec(stdout) ?? [];
  expect((await tools('call', 'add', example)).code).toBe(0);
});

it('calls a tool with name=value or JSON', { timeout: processMs }, async () => {
  expect(await tools('call', 'add', 'a=2', 'b=3')).toEqual({ code: 0, stdout: '5\n', stderr: '' });
  const { stdout } = await tools('call', 'add', '{"a": 2, "b": 40}', '--json');
  expect(JSON.parse(stdout)).toMatchObject({ name: 'add', status: 'success', result: 42 });
});

it('a call that does not fit, or fails, ends with 1 and says why', { timeout: processMs }, async () => {
  const refused = await tools('call', 'add', 'a=two', 'b=3');
  expect(refused.code).toBe(1);
  expect(refused.stderr).toMatch(/a\b.*number/s);
  const failed = await tools('call', 'open_vault', 'code=1');
  expect(failed.code).toBe(1);
  expect(failed.stderr).toContain('the code is wrong');
  expect((await tools('call', 'add', 'two')).code).toBe(2);
});

it(
  'a call that needs approval ends with 3 where nobody is, and runs with --yes',
  { timeout: processMs },
  async () => {
    const asked = await tools('call', 'erase_file', 'path=a.txt');
    expect(asked.code).toBe(3);
    expect(asked.stderr).toContain('--yes');
    expect((await tools('call', 'erase_file', 'path=a.txt', '--yes')).stdout).toBe('a.txt is gone\n');
  },
);

it('writes a page with an example for each tool', { timeout: processMs }, async () => {
  const { code } = await tools('docs', '--out', 'docs/tools.md', '--title', 'Our tools');
  expect(code).toBe(0);
  const page = readFileSync(join(cwd, 'docs/tools.md'), 'utf8');
  expect(page).toMatch(/^# Our tools\n/);
  expect(page).toContain('| [add](#add) | Adds two numbers');
  expect(page).toMatch(/\| `a` \| number \| +\|/);
  const examples = [...page.matchAll(/```json\n(.*?)\n```/gs)].map(
    ([, text = '']) => JSON.parse(text) as object,
  );
  expect(examples).toHaveLength(4);
});
