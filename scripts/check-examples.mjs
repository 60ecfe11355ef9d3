// Runs every example offline, without keys and without arguments, straight from the sources. Each must exit with 0 within a minute
// and print something, in 80 columns.
import { existsSync, readdirSync } from 'node:fs';
import { OFFLINE_FROM_SOURCES, bareEnvironment, run } from './lib/workspace.mjs';

const examples = readdirSync('examples').filter((name) => existsSync(`examples/${name}/src/main.ts`));
let failed = 0;
for (const name of examples) {
  const { ok, output, stdout } = run(process.execPath, [...OFFLINE_FROM_SOURCES, 'src/main.ts'], {
    cwd: `examples/${name}`,
    env: bareEnvironment(),
    timeout: 60_000,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const problem = ok
    ? problemOf(stdout)
    : 'failed without network and keys. Examples run offline by default.';
  if (problem === undefined) continue;
  failed += 1;
  console.error(`examples/${name} ${problem}\n${output}\n`);
}
if (failed > 0) process.exit(1);
console.log(`${examples.length} examples run offline.`);

function problemOf(stdout) {
  if (stdout.trim() === '') return 'printed nothing.';
  const wide = stdout.split('\n').find((line) => line.length > 80);
  return wide === undefined ? undefined : `printed more than 80 columns: ${wide}`;
}
