// Builds the package in the current folder: an empty dist, then tsc for each of its build configurations. Comments stand in the
// declarations, where editors show them; the code goes without, which is a sixth of it. Declarations that no door leads to are left out.
// With --chunks the code of all doors is joined into few files; --first names what most programs need of the root door, kept apart from the
// rest; --inline names packages whose code is taken in, since they load many files. A file in src/processes/ is started by its path, and
// has it in dist/ too.
import { spawnSync } from 'node:child_process';
import { existsSync, globSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { parseArgs } from 'node:util';
import { bundleDoors } from './lib/bundle-doors.mjs';

const { chunks, first, inline } = parseArgs({
  options: { chunks: { type: 'boolean' }, first: { type: 'string' }, inline: { type: 'string' } },
}).values;
const parts = [
  ...(chunks ? [] : [['--declaration', 'false', '--removeComments']]),
  ['--emitDeclarationOnly'],
];

rmSync('dist', { recursive: true, force: true });
for (const config of ['tsconfig.build.json', 'tsconfig.node.json']) {
  if (!existsSync(config)) continue;
  for (const part of parts) {
    const { status } = spawnSync('tsc', ['-p', config, '--pretty', ...part], { stdio: 'inherit' });
    if (status === 0) continue;
    console.error(`${config} does not build. (A portable package sees web APIs only, no Node types.)`);
    process.exit(1);
  }
}

const { publishConfig = {}, exports = publishConfig.exports } = JSON.parse(
  readFileSync('package.json', 'utf8'),
);
const doors = JSON.stringify([exports, publishConfig.imports]);

if (chunks) {
  const files = new Set(doors.match(/\bdist\/[^"]+\.js\b/g));
  const sources = [...files].map((file) => file.replace(/^dist\/(.*)\.js$/, 'src/$1.ts'));
  const processes = globSync('src/processes/*.ts', { exclude: ['**/*.test.ts', '**/*.test-*.ts'] });
  await bundleDoors(sources, { first: first?.split(','), inline: inline?.split(',') });
  // By themselves: each module that they shared with the doors would be one more file to load with those.
  if (processes.length > 0) await bundleDoors(processes);
}

const reached = new Set();
const follow = (file) => {
  if (reached.has(file) || !existsSync(file)) return;
  reached.add(file);
  for (const [, path] of readFileSync(file, 'utf8').matchAll(/(?:from |import\()['"](\.[^'"]+)['"]/g))
    follow(normalize(join(dirname(file), path.replace(/\.[jt]s$/, '.d.ts'))));
};
for (const [, path] of doors.matchAll(/"\.\/(dist\/[^"]+\.d\.ts)"/g)) follow(path);
if (reached.size > 0)
  for (const file of globSync('dist/**/*.d.ts')) if (!reached.has(normalize(file))) rmSync(file);
