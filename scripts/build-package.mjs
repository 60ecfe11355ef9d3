// Builds the package in the current folder: an empty dist, then tsc for each of its build configurations. Comments stand in the
// declarations, where editors show them; the code goes without, which is a sixth of it.
import { spawnSync } from 'node:child_process';
import { existsSync, rmSync } from 'node:fs';

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
