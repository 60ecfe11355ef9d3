// Builds the package in the current folder: an empty dist, then tsc for each of its build configurations. Comments stand in the
// declarations, where editors show them; the code goes without, which is a sixth of it. Declarations that no door leads to are left out.
import { spawnSync } from 'node:child_process';
import { existsSync, globSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';

rmSync('dist', { recursive: true, force: true });
for (const config of ['tsconfig.build.json', 'tsconfig.node.json']) {
  if (!existsSync(config)) continue;
  for (const part of [['--declaration', 'false', '--removeComments'], ['--emitDeclarationOnly']]) {
    const { status } = spawnSync('tsc', ['-p', config, '--pretty', ...part], { stdio: 'inherit' });
    if (status === 0) continue;
    console.error(`${config} does not build. (A portable package sees web APIs only, no Node types.)`);
    process.exit(1);
  }
}

const { publishConfig = {}, exports = publishConfig.exports } = JSON.parse(
  readFileSync('package.json', 'utf8'),
);
const reached = new Set();
const follow = (file) => {
  if (reached.has(file) || !existsSync(file)) return;
  reached.add(file);
  for (const [, path] of readFileSync(file, 'utf8').matchAll(/(?:from |import\()['"](\.[^'"]+)['"]/g))
    follow(normalize(join(dirname(file), path.replace(/\.[jt]s$/, '.d.ts'))));
};
for (const [, path] of JSON.stringify([exports, publishConfig.imports]).matchAll(
  /"\.\/(dist\/[^"]+\.d\.ts)"/g,
))
  follow(path);
if (reached.size > 0)
  for (const file of globSync('dist/**/*.d.ts')) if (!reached.has(normalize(file))) rmSync(file);
