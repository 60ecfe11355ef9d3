import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { processMs } from './cli.test-util.ts';

const tsc = join(fileURLToPath(new URL('../', import.meta.url)), 'node_modules', '.bin', 'tsc');
const folder = (name: string): string =>
  fileURLToPath(new URL(`../../../examples/plugins/${name}/`, import.meta.url));

it.each(['weather', 'provider-acme', 'provider-cohere', 'audit-hook'])(
  'the example %s type-checks and passes its own tests',
  { timeout: processMs },
  (name) => {
    const cwd = folder(name);
    const node = (...args: readonly string[]) =>
      spawnSync(process.execPath, args, { cwd, encoding: 'utf8', env: { PATH: process.env['PATH'] } });
    const types = spawnSync(tsc, ['-p', '.'], { cwd, encoding: 'utf8' });
    expect(types.stdout).toBe('');
    const tests = node('--conditions=@pegboard/source', '--test', '--test-reporter=tap', 'src/*.test.ts');
    expect(tests.stdout).toMatch(/# pass [1-9]/);
    expect(tests.stdout).toMatch(/# fail 0/);
  },
);

it.each(['weather', 'provider-acme', 'provider-cohere', 'audit-hook'])(
  'the example %s imports published names only',
  (name) => {
    const source = readFileSync(`${folder(name)}src/index.ts`, 'utf8');
    const imports = [...source.matchAll(/from '([^']+)'/g)].map(([, path = '']) => path);
    expect(
      imports.filter((path) => !/^(\.\/|@pegboard\/core(\/(plugin|provider))?$|zod$)/.test(path)),
    ).toEqual([]);
  },
);
