import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { folderWith, pegboard, processMs } from '../cli.test-util.ts';

const read = (folder: string, name: string): string => readFileSync(join(folder, name), 'utf8');

it.each(['yaml', 'json', 'ts'])(
  'writes a project with a %s configuration that works at once, without a key',
  { timeout: processMs },
  async (format) => {
    const cwd = folderWith();
    const { code, stdout } = await pegboard(['init', '--format', format], { cwd });
    expect(code).toBe(0);
    expect(stdout).toContain('pegboard chat');
    expect(existsSync(join(cwd, `pegboard.config.${format}`))).toBe(true);
    const { stdout: answer, stderr } = await pegboard(['run', 'assistant', 'What time is it in Oslo?'], {
      cwd,
    });
    expect(answer).toMatch(/^In Oslo it is \d\d:\d\d\.\n$/);
    expect(stderr).toContain('time_in');
  },
);

it('init and chat work one after the other in an empty folder', { timeout: processMs }, async () => {
  const cwd = folderWith();
  await pegboard(['init'], { cwd });
  const { code, stdout } = await pegboard(['chat'], { cwd, stdin: 'Roll 3 dice\n/exit\n' });
  expect(code).toBe(0);
  expect(stdout).toMatch(/The dice show \d, \d, \d\./);
});

it('what is there stays, package.json and .gitignore are completed', { timeout: processMs }, async () => {
  const cwd = folderWith({
    'package.json': '{\n    "name": "mine",\n    "scripts": { "check": "true" }\n}\n',
    '.gitignore': 'dist\nnode_modules',
    '.env.example': 'MINE=1\n',
  });
  const { stdout } = await pegboard(['init'], { cwd });
  const manifest: unknown = JSON.parse(read(cwd, 'package.json'));
  expect(manifest).toMatchObject({
    name: 'mine',
    scripts: { check: 'true', chat: 'pegboard chat assistant' },
  });
  expect(read(cwd, 'package.json')).toMatch(/^ {4}"name"/m);
  expect(read(cwd, '.gitignore')).toBe('dist\nnode_modules\n.env\n.pegboard/\n');
  expect(read(cwd, '.env.example')).toBe('MINE=1\n');
  expect(stdout).toMatch(/\.env\.example .*unchanged/);
});

it.each(['yaml', 'ts'])(
  'in a package of CommonJS a %s project works, too',
  { timeout: processMs },
  async (format) => {
    const cwd = folderWith({ 'package.json': '{ "name": "mine", "type": "commonjs" }' });
    await pegboard(['init', '--format', format], { cwd });
    const { stdout, stderr } = await pegboard(['run', 'assistant', 'What time is it in Oslo?'], { cwd });
    expect(stdout).toMatch(/^In Oslo it is/);
    expect(stderr).not.toContain('Warning');
  },
);

it('a second configuration is refused, and written anew with --force', { timeout: processMs }, async () => {
  const cwd = folderWith({ 'pegboard.config.yaml': 'model: local/echo\n' });
  const refused = await pegboard(['init'], { cwd });
  expect(refused.code).toBe(1);
  expect(refused.stderr).toContain('a configuration here already');
  expect((await pegboard(['init', '--force'], { cwd })).code).toBe(0);
  expect(read(cwd, 'pegboard.config.yaml')).toContain('local/rules');
});

it('for a model with a key it says where the key goes', { timeout: processMs }, async () => {
  const cwd = folderWith();
  const { stdout } = await pegboard(['init', '--model', 'openai/gpt-6-astra', '--agent', 'max'], { cwd });
  expect(stdout).toContain('OPENAI_API_KEY');
  expect(stdout).toContain('npm install');
  expect(read(cwd, '.env.example')).toMatch(/^OPENAI_API_KEY=$/m);
  expect(read(cwd, 'package.json')).toContain('@pegboard/provider-openai');
  expect(read(cwd, 'pegboard.config.yaml')).toMatch(/^ {2}max:$/m);
});
