import { expect, it } from 'vitest';
import { folderWith, pegboard, processMs, project } from '../cli.test-util.ts';

const cwd = folderWith();

it('says what it can do', { timeout: processMs }, async () => {
  const { code, stdout } = await pegboard([], { cwd });
  expect(code).toBe(0);
  for (const word of ['init', 'chat', 'tools lint', 'new tool-plugin', 'Exit codes', '130'])
    expect(stdout).toContain(word);
  expect(stdout.split('\n').every((line) => line.length <= 80)).toBe(true);
});

it('tells its version', { timeout: processMs }, async () => {
  expect((await pegboard(['--version'], { cwd })).stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
});

it.each([
  'chat',
  'run',
  'tools lint',
  'tools call',
  'models list',
  'plugins add',
  'check',
  'smoke',
  'lock',
  'new tool-plugin',
  'dev',
  'init',
])('%s has help, which needs no project', { timeout: processMs }, async (path) => {
  const { code, stdout, stderr } = await pegboard([...path.split(' '), '--help'], { cwd });
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(stdout).toMatch(new RegExp(`^pegboard ${path}`));
  expect(stdout).toContain('--cwd <folder>');
});

it('a word that leads to commands lists them', { timeout: processMs }, async () => {
  const { code, stdout } = await pegboard(['tools'], { cwd });
  expect(code).toBe(2);
  expect(stdout).toContain('lint');
});

it.each([
  [['chatt'], /no command "chatt".*Did you mean "chat"/s],
  [['tools', 'lnt'], /no command "tools lnt".*Did you mean "lint"/s],
  [['run'], /<agent> is missing/],
  [['chat', 'a', 'b'], /a word too many.*"b"/s],
  [['run', 'a', '--jsn'], /no option --jsn.*Did you mean "--json"/s],
  [['init', '--format', 'toml'], /--format takes yaml, json, ts.*got "toml"/s],
  [['init', '--model'], /--model needs a value/],
  [['chat'], /no Pegboard configuration here.*pegboard init/s],
])('%j is wrong usage, and it says how', { timeout: processMs }, async (args, words) => {
  const { code, stdout, stderr } = await pegboard(args, { cwd });
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  expect(stderr.replaceAll('\n', ' ')).toMatch(words);
  expect(stderr).not.toMatch(/\n\s+at /);
});

it('a broken configuration is told with its place and without a stack', { timeout: processMs }, async () => {
  const broken = folderWith({ 'pegboard.config.yaml': 'model: local/rules\nagnets: {}\n' });
  const { code, stderr } = await pegboard(['check'], { cwd: broken });
  expect(code).toBe(1);
  expect(stderr).toContain('pegboard.config.yaml:2');
  expect(stderr).toContain('agents');
  expect(stderr).not.toMatch(/\n\s+at /);
  expect((await pegboard(['check', '--debug'], { cwd: broken })).stderr).toMatch(/\n\s+at /);
});

it('colours come with FORCE_COLOR, and go with NO_COLOR and --no-color', { timeout: processMs }, async () => {
  const folder = project();
  const list = async (env: Record<string, string>, ...args: string[]): Promise<boolean> =>
    (await pegboard(['tools', 'list', ...args], { cwd: folder, env })).stdout.includes('\u001b[');
  expect(await list({})).toBe(false);
  expect(await list({ FORCE_COLOR: '1' })).toBe(true);
  expect(await list({ FORCE_COLOR: '1', NO_COLOR: '1' })).toBe(false);
  expect(await list({ FORCE_COLOR: '1' }, '--no-color')).toBe(false);
});

it('a dumb terminal gets plain signs', { timeout: processMs }, async () => {
  const { stdout } = await pegboard(['check', '--skip', 'keys'], { cwd: project(), env: { TERM: 'dumb' } });
  expect(stdout).toMatch(/^ {2}ok /m);
  // oxlint-disable-next-line no-control-regex -- that is what is looked for
  expect(stdout).toMatch(/^[\u0000-\u007f]*$/);
});
