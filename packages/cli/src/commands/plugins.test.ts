import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { type Ended, folderWith, pegboard, processMs, project } from '../cli.test-util.ts';

const manifest = (name: string, field: object): string =>
  JSON.stringify({
    name,
    version: '1.2.3',
    type: 'module',
    description: 'Tells jokes',
    keywords: ['pegboard-plugin'],
    pegboard: field,
  });

/** A project in which a plugin is installed and not enabled. */
function withPackage(config?: string): string {
  return project({
    ...(config !== undefined && { 'pegboard.config.yaml': config }),
    'node_modules/acme-jokes/package.json': manifest('acme-jokes', {
      entry: './index.js',
      api: 1,
      namespace: 'jokes',
      permissions: { net: ['jokes.example'] },
    }),
    'node_modules/acme-jokes/index.js': `import { defineTool } from '@pegboard/core';
import { definePlugin } from '@pegboard/core/plugin';
export const plugin = definePlugin({
  name: 'acme-jokes', version: '1.2.3', api: 1, namespace: 'jokes', permissions: { net: ['jokes.example'] },
  setup: () => ({
    tools: [defineTool({ name: 'tell', description: 'Tells a joke', input: { type: 'object' }, execute: () => 'ha' })],
    commands: [{ name: 'jokes', description: 'Prints jokes', run: (args, { write }) => (write('jokes: ' + args.join(' ') + '\\n'), args.includes('--fail') ? 7 : 0) }],
  }),
});`,
    'node_modules/acme-old/package.json': manifest('acme-old', { api: 99 }),
  });
}

const plugins = (cwd: string, ...args: string[]): Promise<Ended> => pegboard(['plugins', ...args], { cwd });
const configOf = (cwd: string, name = 'pegboard.config.yaml'): string =>
  readFileSync(join(cwd, name), 'utf8');

it('lists what is enabled, and what is only installed', { timeout: processMs }, async () => {
  const { code, stdout } = await plugins(withPackage(), 'list');
  expect(code).toBe(0);
  expect(stdout).toMatch(/✓ fixture/);
  expect(stdout).toContain('add, erase_file, open_vault, take_nap');
  expect(stdout).toMatch(/Installed, not enabled\n\s+acme-jokes +1\.2\.3 +Tells jokes/);
});

it('adds a plugin and leaves the rest of the file as it is', { timeout: processMs }, async () => {
  const cwd = withPackage();
  const before = configOf(cwd);
  const { code, stdout } = await plugins(cwd, 'add', 'acme-jokes', '--no-install');
  expect(code).toBe(0);
  expect(stdout).toContain('jokes_tell');
  expect(stdout).toContain('jokes.example');
  expect(configOf(cwd)).toBe(before.replace('# ours\n', '# ours\n  - acme-jokes\n'));
  expect((await plugins(cwd, 'add', 'acme-jokes')).stdout).toContain('enabled already');
  expect((await plugins(cwd, 'list')).stdout).toMatch(/net jokes\.example \(advice/);
});

it('removes it again', { timeout: processMs }, async () => {
  const cwd = withPackage();
  const before = configOf(cwd);
  await plugins(cwd, 'add', 'acme-jokes');
  expect((await plugins(cwd, 'remove', 'acme-jokes')).code).toBe(0);
  expect(configOf(cwd)).toBe(before);
  expect((await plugins(cwd, 'remove', 'acme-jokes')).code).toBe(2);
});

it('adds a file, and says what it adds', { timeout: processMs }, async () => {
  const cwd = withPackage('model: local/rules\n');
  const { code, stdout } = await plugins(cwd, 'add', './tools.ts');
  expect(code).toBe(0);
  expect(stdout).toContain('add, erase_file, open_vault, take_nap');
});

it('adds a file, and says what is wrong with it', { timeout: processMs }, async () => {
  const cwd = withPackage();
  const { writeFileSync } = await import('node:fs');
  writeFileSync(join(cwd, 'half.ts'), 'export const plugin = {};\n');
  const { code, stderr } = await plugins(cwd, 'add', './half.ts');
  expect(code).toBe(1);
  expect(stderr).toContain('definePlugin');
});

it.each([
  ['https://evil.example/x.tgz', 2, 'no name of a package'],
  ['a; rm -rf b', 2, 'no name of a package'],
  ['acme-nowhere', 2, 'not installed'],
])('refuses %s', { timeout: processMs }, async (name, code, words) => {
  const ended = await plugins(withPackage(), 'add', name, '--no-install');
  expect(ended.code).toBe(code);
  expect(ended.stderr).toContain(words);
});

it('does not touch a configuration that is a program', { timeout: processMs }, async () => {
  const cwd = withPackage();
  const { rmSync, writeFileSync } = await import('node:fs');
  rmSync(join(cwd, 'pegboard.config.yaml'));
  writeFileSync(
    join(cwd, 'pegboard.config.ts'),
    `export default { model: 'local/rules', plugins: ['./tools.ts'] };\n`,
  );
  const { code, stderr } = await plugins(cwd, 'add', 'acme-jokes');
  expect(code).toBe(1);
  expect(stderr.replaceAll('\n', ' ')).toContain('by hand');
});

it('shows one plugin, enabled or not', { timeout: processMs }, async () => {
  const cwd = withPackage();
  const idle = await plugins(cwd, 'info', 'acme-jokes');
  expect(idle.stdout).toMatch(/state +installed, not enabled/);
  expect(idle.stdout).toMatch(/may use +asks for net jokes\.example/);
  expect((await plugins(cwd, 'info', 'fixture')).stdout).toMatch(/state +ready/);
  const slip = await plugins(cwd, 'info', 'acme-joke');
  expect(slip.code).toBe(2);
  expect(slip.stderr).toMatch(/Did\s+you\s+mean\s+"acme-jokes"/);
});

it('a plugin adds commands, with their own arguments and exit codes', { timeout: processMs }, async () => {
  const cwd = withPackage('model: local/rules\nplugins: [./tools.ts, acme-jokes]\n');
  const ran = await pegboard(['jokes', 'two', '--loud'], { cwd });
  expect(ran).toMatchObject({ code: 0, stdout: 'jokes: two --loud\n' });
  expect((await pegboard(['jokes', '--fail'], { cwd })).code).toBe(7);
  const away = await pegboard(['jokes', '--debug', 'two', '--cwd', cwd, '--', '--cwd'], {
    cwd: folderWith(),
  });
  expect(away.stdout).toBe('jokes: two -- --cwd\n');
  const slip = await pegboard(['joks'], { cwd });
  expect(slip.code).toBe(2);
  expect(slip.stderr).toContain('Did you mean "jokes"?');
  expect((await pegboard(['mcp', 'serve'], { cwd })).stderr.replaceAll('\n', ' ')).toContain(
    'plugins add @pegboard/mcp',
  );
});
