// Type-checks every tsconfig.json of the workspace against the sources: library code, tests, type tests, examples.
// What portable code may use is checked by each package's build, which leaves the Node types out.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';

const projects = ['packages', 'apps', 'examples', 'tools']
  .filter((folder) => existsSync(folder))
  .flatMap((folder) => readdirSync(folder).map((name) => `${folder}/${name}`))
  .filter((folder) => existsSync(`${folder}/tsconfig.json`) && existsSync(`${folder}/src`))
  .concat('.');

const failed = projects.filter(
  (project) => spawnSync('tsc', ['-p', project, '--noEmit', '--pretty'], { stdio: 'inherit' }).status !== 0,
);
if (failed.length > 0) {
  console.error(
    `Types do not check in: ${failed.join(', ')}. Repeat one with: pnpm exec tsc -p ${failed[0]} --noEmit`,
  );
  process.exit(1);
}
console.log(`Types check in ${projects.length} projects.`);
