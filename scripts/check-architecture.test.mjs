import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { checkArchitecture } from './check-architecture.mjs';

const repository = fileURLToPath(new URL('..', import.meta.url));
let root;

function write(path, content) {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), typeof content === 'string' ? content : JSON.stringify(content));
}

const violations = () => checkArchitecture(root).violations;

function manifest(name, more = {}) {
  const exports = { '.': { '@pegboard/source': './src/index.ts', default: './dist/index.js' } };
  return { name: `@pegboard/${name}`, peerDependencies: { '@pegboard/core': '*' }, exports, ...more };
}

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'pegboard-architecture-'));
  cpSync(join(repository, 'ARCHITECTURE.md'), join(root, 'ARCHITECTURE.md'));
  const http = {
    '@pegboard/source': { node: './src/wire/http-node.ts', default: './src/wire/http-fetch.ts' },
  };
  write('packages/core/package.json', manifest('core', { peerDependencies: {}, imports: { '#http': http } }));
  write('packages/core/src/index.ts', "export { Agent, type Turn } from './agent/agent.ts';\n");
  write(
    'packages/core/src/agent/agent.ts',
    "import { join } from '../lib/join.ts';\nexport class Agent {}\nexport type Turn = typeof join;\n",
  );
  write('packages/core/src/lib/join.ts', 'export const join = 1;\n');
  write(
    'packages/core/src/wire/http-node.ts',
    "import { request } from 'node:http';\nexport const http = request;\n",
  );
  write('packages/core/src/wire/http-fetch.ts', 'export const http = fetch;\n');
  write('packages/provider-x/package.json', manifest('provider-x'));
  write('packages/provider-x/src/index.ts', "export { x } from './x.ts';\n");
  write('packages/provider-x/src/x.ts', "import { Agent } from '@pegboard/core';\nexport const x = Agent;\n");
  write(
    'packages/provider-x/src/x.test.ts',
    "import 'node:fs';\nimport '@pegboard/testing';\nimport './index.ts';\nthrow new Error('a test may');\n",
  );
});

afterEach(() => rmSync(root, { recursive: true, force: true }));

test('a tree that keeps the rules has no violations', () => {
  expect(violations()).toEqual([]);
});

const bad = {
  'an import of a higher floor': [
    'core/src/lib/up.ts',
    "import { Agent } from '../agent/agent.ts';\nexport const up = Agent;\n",
    'up.ts:1: lib/ (floor 1) imports agent/ (floor 5)',
  ],
  'a type import of a higher floor': [
    'core/src/lib/up.ts',
    "import type { Turn } from '../agent/agent.ts';\nexport type Up = Turn;\n",
    'lib/ (floor 1) imports agent/',
  ],
  'an inline import type of a higher floor': [
    'core/src/lib/up.ts',
    "export type Up = import('../agent/agent.ts').Turn;\n",
    'lib/ (floor 1) imports agent/',
  ],
  'a dynamic import of a higher floor': [
    'core/src/lib/up.ts',
    "export const up = () => import('../agent/agent.ts');\n",
    'lib/ (floor 1) imports agent/',
  ],
  'a re-export of a higher floor': [
    'core/src/lib/up.ts',
    "export { Agent } from '../agent/agent.ts';\n",
    'lib/ (floor 1) imports agent/',
  ],
  'agent/ importing plugins/': [
    'core/src/agent/a.ts',
    "import '../plugins/p.ts';\n",
    'agent/ (floor 5) imports plugins/ (floor 6)',
  ],
  'a package import that leads to a higher floor': [
    'core/src/schema/s.ts',
    "import { http } from '#http';\nexport const s = http;\n",
    'schema/ (floor 2) imports wire/',
  ],
  'a folder on no floor': ['core/src/utils/u.ts', 'export const u = 1;\n', 'folder utils/ is on no floor'],
  'a file outside the floors': [
    'core/src/u.ts',
    'export const u = 1;\n',
    'a file directly in src/ is on no floor',
  ],
  'export * in a door': [
    'provider-x/src/index.ts',
    "export * from './x.ts';\n",
    'index.ts:1: a door holds `export *`',
  ],
  'logic in a door': [
    'provider-x/src/index.ts',
    "export { x } from './x.ts';\nexport const y = 1;\n",
    'index.ts:2: a door holds more than names',
  ],
  'an import of a door': [
    'core/src/agent/a.ts',
    "import { Agent } from '../index.ts';\nexport const a = Agent;\n",
    'a.ts:1: imports the door ../index.ts',
  ],
  'an import of the own package by name': [
    'provider-x/src/y.ts',
    "import { x } from '@pegboard/provider-x';\nexport const y = x;\n",
    'imports the door @pegboard/provider-x',
  ],
  'more than 30 values at the root door': [
    'core/src/index.ts',
    `export { ${Array.from({ length: 31 }, (_, i) => `v${i}`).join(', ')}, type T } from './lib/join.ts';\n`,
    'exports 31 values, at most 30',
  ],
  'an arrow that the table does not draw': [
    'provider-x/src/y.ts',
    "import { guard } from '@pegboard/guard';\nexport const y = guard;\n",
    'y.ts:1: imports guard, which this package may not depend on',
  ],
  'an import that leaves the package': [
    'provider-x/src/y.ts',
    "import { join } from '../../core/src/lib/join.ts';\nexport const y = join;\n",
    'from outside the package',
  ],
  'testing in library code': [
    'provider-x/src/y.ts',
    "import { t } from '@pegboard/testing';\nexport const y = t;\n",
    'imports testing outside a test',
  ],
  'a Node import in a provider': [
    'provider-x/src/y.ts',
    "import { readFile } from 'node:fs/promises';\nexport const y = readFile;\n",
    'y.ts:1: imports node:fs/promises',
  ],
  'a Node import without the prefix': [
    'core/src/lib/y.ts',
    "export const y = () => import('fs');\n",
    'imports fs',
  ],
  'a bare Error': [
    'core/src/lib/e.ts',
    "export function e() {\n  throw new Error('x');\n}\n",
    'e.ts:2: bare Error',
  ],
  console: ['core/src/lib/c.ts', "console.warn('x');\n", 'c.ts:1: uses console'],
  'a file that is too long': ['core/src/lib/long.ts', 'export {};\n'.repeat(401), '401 lines, at most 400'],
  'a name that is not kebab-case': [
    'core/src/lib/joinAll.ts',
    'export {};\n',
    'joinAll.ts: file and folder names are kebab-case',
  ],
  'a file that does not parse': ['core/src/lib/broken.ts', 'export const = ;\n', 'broken.ts: does not parse'],
};

describe('reports', () => {
  test.each(Object.entries(bad))('%s', (_name, [path, content, message]) => {
    write(`packages/${path}`, content);
    expect(violations()).toEqual([expect.stringContaining(message)]);
  });

  const manifests = {
    'a dependency that the table does not draw': [
      { dependencies: { '@pegboard/guard': '*' } },
      'dependencies names guard',
    ],
    'testing as a dependency': [
      { devDependencies: { '@pegboard/testing': '*' } },
      'devDependencies names testing',
    ],
    'core as a plain dependency': [
      { dependencies: { '@pegboard/core': '*' } },
      'core must be a peerDependency',
    ],
  };
  test.each(Object.entries(manifests))('%s', (_name, [more, message]) => {
    write('packages/provider-x/package.json', manifest('provider-x', more));
    expect(violations()).toEqual([expect.stringContaining(message)]);
  });

  test('an import cycle, made of type imports too', () => {
    write('packages/core/src/lib/join.ts', "import type { B } from './b.ts';\nexport const join: B = 1;\n");
    write('packages/core/src/lib/b.ts', "import { join } from './join.ts';\nexport type B = typeof join;\n");
    expect(violations()).toEqual([
      expect.stringContaining('import cycle lib/join.ts → lib/b.ts → lib/join.ts'),
    ]);
  });

  test('a table that is missing from the document', () => {
    write('ARCHITECTURE.md', '# Architecture\n');
    expect(violations).toThrow('no table between <!-- floors -->');
  });
});

test('an arrow that the table draws is allowed', () => {
  write('packages/toolbox/package.json', manifest('toolbox', { dependencies: { '@pegboard/guard': '*' } }));
  write('packages/toolbox/src/index.ts', "export { t } from './t.ts';\n");
  write(
    'packages/toolbox/src/t.ts',
    "import 'node:fs';\nimport { g } from '@pegboard/guard';\nexport const t = g;\n",
  );
  expect(violations()).toEqual([]);
});
