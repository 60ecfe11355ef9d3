// Runs all unit and conformance tests and leaves their numbers in .cache/counts.json for scripts/test.mjs.
import { spawnSync } from 'node:child_process';

const env = { ...process.env, PEGBOARD_COUNT_FILE: '.cache/counts.json' };
const { status } = spawnSync('vitest', ['run'], { stdio: 'inherit', env });
process.exit(status ?? 1);
