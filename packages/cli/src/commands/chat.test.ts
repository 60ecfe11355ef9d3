import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { type Ended, pegboard, processMs, project } from '../cli.test-util.ts';

/** A 1×1 PNG. */
const pixel = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

function chat(lines: readonly string[], ...args: readonly string[]): Promise<Ended> {
  return pegboard(['chat', ...args], { cwd: project(), stdin: `${lines.join('\n')}\n` });
}

it('answers each line, with the calls of tools and their results', { timeout: processMs }, async () => {
  const { code, stdout } = await chat(['What is the sum of a: 2 and b: 3?', 'and the sum of a: 4 and b: 5?']);
  expect(code).toBe(0);
  expect(stdout).toContain('helper · local/rules · 4 tools');
  expect(stdout).toMatch(/✓ add a: 2, b: 3\n\s+→ 5/);
  expect(stdout).toMatch(/✓ add a: 4, b: 5\n\s+→ 9/);
});

it.each([
  ['y', /✓ erase_file path: a\.txt\n\s+→ a\.txt is gone/],
  ['', /✗ erase_file path: a\.txt/],
  ['no', /✗ erase_file path: a\.txt/],
  ['I need it', /I need it/],
])('asks before a call that needs approval: %j', { timeout: processMs }, async (answer, outcome) => {
  const { stdout } = await chat(['Erase the file "a.txt"', answer, '/exit']);
  expect(stdout).toMatch(/erase_file needs your approval: it cannot be undone\n\s+path: a\.txt/);
  expect(stdout).toMatch(outcome);
});

it('"always" holds for that tool, for the rest of the chat', { timeout: processMs }, async () => {
  const { stdout } = await chat(['Erase the file "a.txt"', 'always', 'Erase the file "b.txt"']);
  expect(stdout.match(/needs your approval/g)).toHaveLength(1);
  expect(stdout).toContain('b.txt is gone');
});

it('a call that nobody answers for is left open, and not run', { timeout: processMs }, async () => {
  const { code, stdout } = await chat(['Erase the file "a.txt"']);
  expect(code).toBe(0);
  expect(stdout).toContain('It waits for erase_file (approval)');
  expect(stdout).not.toContain('is gone');
});

it('lists tools, changes the model, and suggests what was meant', { timeout: processMs }, async () => {
  const { stdout, stderr } = await chat([
    '/tools',
    '/model local/echo',
    'Hello there',
    '/model opnai/x',
    '/model openai/gpt-6-astra',
    '/tool',
  ]);
  expect(stdout).toContain('open_vault  Opens the vault');
  expect(stdout).toContain('local/echo goes on from here');
  expect(stdout).toMatch(/\nHello there\n/);
  expect(stderr).toContain('"opnai" is not enabled here');
  expect(stderr.replaceAll('\n', ' ')).toContain('pegboard plugins add @pegboard/provider-openai');
  expect(stdout).toContain('Did you mean "/tools"?');
});

it('images go with the next message', { timeout: processMs }, async () => {
  const cwd = project();
  const { writeFileSync } = await import('node:fs');
  writeFileSync(join(cwd, 'my dot.png'), pixel);
  const { stdout, stderr } = await pegboard(['chat'], {
    cwd,
    stdin: "/image 'my dot.png'\nWhat is this?\n/image nowhere.png\n/image tools.ts\n",
  });
  expect(stdout).toContain('my dot.png goes with your next message');
  expect(stdout.replaceAll('\n', ' ')).toContain('ignored image/png');
  expect(stderr).toContain('nowhere.png is not attached');
  expect(stderr).toContain('tools.ts is not attached');
});

it('saves the conversation to read and to go on with', { timeout: processMs }, async () => {
  const cwd = project();
  const lines = ['What is the sum of a: 2 and b: 3?', '/save talk.md', '/save talk.json'];
  await pegboard(['chat'], { cwd, stdin: lines.join('\n') });
  const page = readFileSync(join(cwd, 'talk.md'), 'utf8');
  expect(page).toContain('**You**\n\nWhat is the sum');
  expect(page).toContain('`add` `{"a":2,"b":3}`');
  const { stdout } = await pegboard(['chat', '--from', 'talk.json'], {
    cwd,
    stdin: '/save again.json\nHi\n/save more.json',
  });
  expect(stdout).toContain('Saved: again.json');
  const count = (name: string): number =>
    (JSON.parse(readFileSync(join(cwd, name), 'utf8')) as unknown[]).length;
  expect(count('again.json')).toBe(count('talk.json'));
  expect(count('more.json')).toBe(count('talk.json') + 2);
});

it('a failed answer is told, and the chat goes on', { timeout: processMs }, async () => {
  const { code, stdout, stderr } = await chat(['Hello', '/model local/echo', 'Hello again'], 'lost');
  expect(code).toBe(0);
  expect(stderr).toContain('nowhere');
  expect(stdout).toMatch(/\nHello again\n/);
});

it('an unknown agent is an error that names those there are', { timeout: processMs }, async () => {
  const { code, stderr } = await chat([], 'helpr');
  expect(code).toBe(2);
  expect(stderr.replaceAll('\n', ' ')).toMatch(
    /no agent "helpr"\. There are helper, hasty, lost\. Did you mean "helper"\?/,
  );
});

it('a thread of an agent with a memory goes on, /new begins another', { timeout: processMs }, async () => {
  const cwd = project({
    'pegboard.config.yaml': `model: local/echo
plugins: [./tools.ts, ./memory.ts]
memory: kept
agents: { helper: {} }
`,
    'memory.ts': `import { readFileSync, writeFileSync } from 'node:fs';
import { definePlugin } from '@pegboard/core/plugin';
const load = (thread) => { try { return JSON.parse(readFileSync(thread + '.json', 'utf8')); } catch { return []; } };
const kept = {
  load: async (thread) => load(thread),
  append: async (thread, messages) => writeFileSync(thread + '.json', JSON.stringify([...load(thread), ...messages])),
};
export const plugin = definePlugin({ name: 'kept', api: 1, setup: () => ({ memories: { kept } }) });`,
  });
  const talk = (stdin: string) => pegboard(['chat', '--thread', 'ada'], { cwd, stdin });
  await talk('One\n');
  await talk('Two\n/new\nThree\n');
  const texts = readFileSync(join(cwd, 'ada.json'), 'utf8');
  expect(texts).toContain('One');
  expect(texts).toContain('Two');
  expect(texts).not.toContain('Three');
});

it('a profile and the environment choose the model', { timeout: processMs }, async () => {
  const cwd = project();
  const ask = (env: Record<string, string>, ...args: string[]) =>
    pegboard(['run', 'helper', 'Hello', '-q', ...args], { cwd, env });
  expect((await ask({ PEGBOARD_MODEL: 'local/echo' })).stdout).toBe('Hello\n');
  const { code, stderr } = await ask({}, '--profile', 'offlne');
  expect(code).toBe(1);
  expect(stderr).toContain('no profile "offlne"');
});
