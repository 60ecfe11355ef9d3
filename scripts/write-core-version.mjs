// Writes the version of packages/core/package.json into the source that tells copies of core apart. Runs after `changeset version`.
import { readFileSync, writeFileSync } from 'node:fs';

const source = 'packages/core/src/plugins/core-copy.ts';
const { version } = JSON.parse(readFileSync('packages/core/package.json', 'utf8'));
const before = readFileSync(source, 'utf8');
const after = before.replace(/(const coreVersion = ')[^']*'/, `$1${version}'`);
if (!after.includes(`const coreVersion = '${version}'`)) {
  console.error(`${source} has no line "const coreVersion = '…'". Name the place in this script.`);
  process.exit(1);
}
writeFileSync(source, after);
