import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { pegboard, processMs, project, start } from '../cli.test-util.ts';

const sum = 'What is the sum of a: 2 and b: 3?';

it('prints the answer, and everything else on the standard error', { timeout: processMs }, async () => {
  const { code, stdout, stderr } = await pegboard(['run', 'helper', sum], { cwd: project() });
  expect({ code, stdout }).toEqual({ code: 0, stdout: 'Add: 5\n' });
  expect(stderr).toMatch(/✓ add a: 2, b: 3/);
});

it('with --quiet nothing but the answer', { timeout: processMs }, async () => {
  const ended = await pegboard(['run', 'helper', sum, '-q'], { cwd: project() });
  expect(ended).toEqual({ code: 0, stdout: 'Add: 5\n', stderr: '' });
});

it('reads the prompt from the standard input, alone or where - stands', { timeout: processMs }, async () => {
  const cwd = project();
  const echo = (args: string[], stdin: string): Promise<{ stdout: string }> =>
    pegboard(['run', 'helper', '--model', 'local/echo', ...args], { cwd, stdin });
  expect((await echo([], 'From a pipe\n')).stdout).toBe('From a pipe\n');
  expect((await echo(['Summarise:', '-'], 'the text\n')).stdout).toBe('Summarise:\n\nthe text\n');
  expect((await echo(['Two', 'words'], 'not read')).stdout).toBe('Two words\n');
});

it('--json gives the whole result', { timeout: processMs }, async () => {
  const { code, stdout } = await pegboard(['run', 'helper', sum, '--json'], { cwd: project() });
  expect(code).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({
    status: 'done',
    stopReason: 'final',
    text: 'Add: 5',
    calls: [{ name: 'add', input: { a: 2, b: 3 }, status: 'success', result: 5 }],
    turns: 2,
  });
});

it('--json --stream gives every event, and the result last', { timeout: processMs }, async () => {
  const { stdout } = await pegboard(['run', 'helper', sum, '--json', '--stream'], { cwd: project() });
  const lines = stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { type: string; status?: string });
  expect(lines.map(({ type }) => type)).toEqual(
    expect.arrayContaining(['run-start', 'tool-result', 'text', 'run-end']),
  );
  expect(lines.at(-1)).toMatchObject({ type: 'result', status: 'done' });
});

it('--stream prints the answer once', { timeout: processMs }, async () => {
  const { stdout } = await pegboard(['run', 'helper', sum, '--stream'], { cwd: project() });
  expect(stdout).toBe('Add: 5\n');
});

it('what is streamed into a pipe is the answer to the letter', { timeout: processMs }, async () => {
  const text = `${'a long line of words '.repeat(12)}\n\n    indented\n- end`;
  const args = ['run', 'helper', '-', '--stream', '--model', 'local/echo'];
  expect((await pegboard(args, { cwd: project(), stdin: text })).stdout).toBe(`${text}\n`);
});

it('ends with 1 when the run failed, and says why', { timeout: processMs }, async () => {
  const cwd = project();
  const { code, stderr } = await pegboard(['run', 'lost', 'Hello'], { cwd });
  expect(code).toBe(1);
  expect(stderr).toContain('nowhere');
  const { stdout } = await pegboard(['run', 'lost', 'Hello', '--json'], { cwd });
  expect(JSON.parse(stdout)).toMatchObject({ status: 'failed', error: { code: 'not-found' } });
});

it(
  'ends with 3 when it waits for approval; --resume with a decision goes on',
  { timeout: processMs },
  async () => {
    const cwd = project();
    const paused = await pegboard(['run', 'helper', 'Erase the file "a.txt"', '--json'], { cwd });
    expect(paused.code).toBe(3);
    const { runId, pending } = JSON.parse(paused.stdout) as { runId: string; pending: { callId: string }[] };
    const resume = (...args: string[]) => pegboard(['run', 'helper', '--resume', runId, ...args], { cwd });
    expect((await resume('--approve', 'call_9')).code).toBe(2);
    expect((await resume('--approve', pending[0]?.callId ?? '')).stdout).toContain('a.txt is gone');
    expect((await resume('--deny', 'all')).stdout).not.toContain('is gone');
  },
);

it('ends with 4 when a limit stopped it, and keeps its state', { timeout: processMs }, async () => {
  const cwd = project();
  const { code, stderr } = await pegboard(['run', 'hasty', sum], { cwd });
  expect(code).toBe(4);
  expect(stderr).toContain('stopped');
  const [file = ''] = readdirSync(join(cwd, '.pegboard/runs'));
  expect(JSON.parse(readFileSync(join(cwd, '.pegboard/runs', file), 'utf8'))).toMatchObject({
    status: 'stopped',
  });
});

it('Ctrl-C ends it with 130 and keeps what was done', { timeout: processMs }, async () => {
  const cwd = project();
  const running = start(['run', 'helper', 'Take a nap of 600 seconds', '--json', '--stream'], { cwd });
  await running.until(/"tool-start"/);
  running.child.kill('SIGINT');
  const { code, stdout } = await running.ended;
  expect(code).toBe(130);
  const result = JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as { status: string; state: string };
  expect(result.status).toBe('cancelled');
  const state: unknown = JSON.parse(readFileSync(join(cwd, result.state), 'utf8'));
  expect(state).toMatchObject({ calls: [{ name: 'take_nap', status: 'interrupted' }] });
});

it('an empty prompt is wrong usage', { timeout: processMs }, async () => {
  const { code, stderr } = await pegboard(['run', 'helper'], { cwd: project(), stdin: '' });
  expect(code).toBe(2);
  expect(stderr).toContain('no prompt');
});

it('an agent with a memory runs, and goes on with a thread', { timeout: processMs }, async () => {
  const cwd = project({
    'pegboard.config.yaml':
      'model: local/echo\nplugins: [./tools.ts]\nmemory: in-process\nagents: { helper: {} }\n',
  });
  expect((await pegboard(['run', 'helper', 'Hello'], { cwd })).stdout).toBe('Hello\n');
  expect((await pegboard(['run', 'helper', 'Hello', '--thread', 'ada'], { cwd })).stdout).toBe('Hello\n');
  const without = await pegboard(['run', 'helper', 'Hello', '--thread', 'ada'], { cwd: project() });
  expect(without.code).toBe(2);
  expect(without.stderr).toContain('helper has no memory');
});
