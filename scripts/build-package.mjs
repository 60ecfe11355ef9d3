// Builds the package in the current folder: an empty dist, then tsc for each of its build configurations.
import { spawnSync } from 'node:child_process';
import { existsSync, rmSync } from 'node:fs';

rmSync('dist', { recursive: true, force: true });
for (const config of ['tsconfig.build.json', 'tsconfig.node.json']) {
  if (!existsSync(config)) continue;
  const { status } = spawnSync('tsc', ['-p', config, '--pretty'], { stdio: 'inherit' });
  if (status !== 0) {
    console.error(`${config} does not build. (A portable package sees web APIs only, no Node types.)`);
    process.exit(1);
  }
}
