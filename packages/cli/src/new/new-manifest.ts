import { projectDependencies } from '../init/first-manifest.ts';
import type { NewKind } from './kinds.ts';
import type { NewNames } from './names.ts';

/** The versions of tools that a new package is built and tested with. */
const tools = { '@types/node': '^24.0.0', typescript: '^7.0.2' };

/** The package.json of a new package. */
export function newManifest(names: NewNames, kind: NewKind): string {
  const { '@pegboard/core': core = '*', zod = '*' } = projectDependencies(undefined);
  const manifest = {
    name: names.package,
    version: '0.1.0',
    description: kind.description(names.namespace.replaceAll('_', ' ')),
    keywords: ['pegboard', 'pegboard-plugin'],
    license: 'MIT',
    type: 'module',
    exports: {
      '.': { types: './dist/index.d.ts', default: './dist/index.js' },
      './package.json': './package.json',
    },
    files: ['dist', 'README.md'],
    // Read before any code of the plugin runs.
    pegboard: { entry: './dist/index.js', api: 1, ...kind.manifest(names) },
    scripts: {
      build: 'tsc -p tsconfig.build.json',
      check: 'tsc',
      test: 'node --test "src/**/*.test.ts"',
      prepare: 'tsc -p tsconfig.build.json',
    },
    dependencies: { zod },
    peerDependencies: { '@pegboard/core': peerRange(core) },
    devDependencies: { '@pegboard/core': core, '@pegboard/testing': core, ...tools },
    engines: { node: '>=22.18' },
  };
  return `${JSON.stringify(manifest, null, 2)}\n`;
}

/** One copy of core is installed for all: a plugin takes any version from its own up to the next breaking one. */
function peerRange(core: string): string {
  const version = core.replace(/^\^/, '');
  const major = Number(version.split('.')[0]);
  return `>=${version} <${major + 1}`;
}
