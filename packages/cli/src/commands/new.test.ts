import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { folderWith, pegboard, processMs } from '../cli.test-util.ts';

const packages = fileURLToPath(new URL('../../../', import.meta.url));
const tsc = join(packages, 'cli', 'node_modules', '.bin', 'tsc');

/** A folder from which the packages of this repository are found as if they were installed. */
function workshop(): string {
  const cwd = folderWith();
  mkdirSync(join(cwd, 'node_modules', '@pegboard'), { recursive: true });
  for (const name of ['core', 'testing'])
    symlinkSync(join(packages, name), join(cwd, 'node_modules', '@pegboard', name), 'junction');
  const zod = dirname(createRequire(import.meta.url).resolve('zod/package.json'));
  symlinkSync(zod, join(cwd, 'node_modules', 'zod'), 'junction');
  return cwd;
}

it.each(['tool-plugin', 'provider', 'memory'])(
  'a new %s has tests that pass',
  { timeout: processMs },
  async (kind) => {
    const cwd = workshop();
    const { code, stdout } = await pegboard(['new', kind, '@acme/pegboard-big-thing'], { cwd });
    expect(code).toBe(0);
    expect(stdout).toContain('npm test');
    const folder = join(cwd, 'pegboard-big-thing');
    const files = readdirSync(folder, { recursive: true }).map(String);
    expect(files).toEqual(
      expect.arrayContaining(['package.json', 'README.md', '.gitignore', 'tsconfig.json']),
    );
    const texts = files
      .filter((file) => /\.\w+$/.test(file))
      .map((file) => readFileSync(join(folder, file), 'utf8'));
    expect(texts.join('\n')).not.toMatch(/sample[-_ ]?(thing|package)/i);
    const args = ['--conditions=@pegboard/source', '--test', '--test-reporter=tap', 'src/**/*.test.ts'];
    const run = spawnSync(process.execPath, args, {
      cwd: folder,
      encoding: 'utf8',
      env: { PATH: process.env['PATH'] },
    });
    expect(run.stdout).toMatch(/# pass [1-9]/);
    expect(run.stdout).toMatch(/# fail 0/);
    expect(run.status).toBe(0);
  },
);

it('names everything after the package', { timeout: processMs }, async () => {
  const cwd = folderWith();
  await pegboard(['new', 'provider', 'acme-provider', '--dir', 'mine'], { cwd });
  const manifest: unknown = JSON.parse(readFileSync(join(cwd, 'mine/package.json'), 'utf8'));
  expect(manifest).toMatchObject({
    name: 'acme-provider',
    keywords: expect.arrayContaining(['pegboard-plugin']),
    pegboard: {
      entry: './dist/index.js',
      api: 1,
      permissions: { net: ['api.acme.example'], env: ['ACME_API_KEY'] },
    },
  });
  expect(readFileSync(join(cwd, 'mine/src/provider.ts'), 'utf8')).toContain('export function acme(');
});

it(
  'refuses a name that no registry takes, and a folder that is not empty',
  { timeout: processMs },
  async () => {
    const cwd = folderWith({ 'full/a.txt': '' });
    const named = await pegboard(['new', 'memory', 'My Memory'], { cwd });
    expect(named.code).toBe(2);
    expect(named.stderr).toContain('no name for a package');
    const full = await pegboard(['new', 'memory', 'full'], { cwd });
    expect(full.code).toBe(2);
    expect(full.stderr).toContain('is not empty');
  },
);

it('the sources of what is made type-check', { timeout: processMs }, () => {
  const run = spawnSync(tsc, ['-p', join(packages, 'cli/templates')], { encoding: 'utf8' });
  expect(run.stdout).toBe('');
  expect(run.status).toBe(0);
});
