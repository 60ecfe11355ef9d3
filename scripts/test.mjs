// The whole test: builds, then runs every check one after the other, and ends with one line that counts the tests of the run.
// A check that fails counts as one failed test. Checks whose inputs did not change are answered from turbo's cache.
import { spawnSync } from 'node:child_process';
import { existsSync, globSync, readFileSync, rmSync } from 'node:fs';

const COUNTS = '.cache/counts.json';
const SUMMARIES = '.turbo/runs';
const CHECKS = [
  'check:format',
  'check:lint',
  'check:types',
  'check:architecture',
  'check:unit',
  'check:examples',
  'check:docs',
  'check:models',
  'check:unused',
];
const CHECKS_OF_BUILD = ['check:publish', 'check:pack', 'check:runtimes'];

/** The tasks of one turbo run that failed. Turbo goes on after a failure, so that one run reports everything. */
function turbo(tasks) {
  rmSync(SUMMARIES, { recursive: true, force: true });
  const args = [
    'run',
    ...tasks,
    '--continue=dependencies-successful',
    '--concurrency=1',
    '--summarize',
    '--output-logs=new-only',
  ];
  const env = { ...process.env, TURBO_TELEMETRY_DISABLED: '1', TURBO_NO_UPDATE_NOTIFIER: '1' };
  const { status } = spawnSync('turbo', args, { stdio: ['ignore', 'inherit', 'inherit'], env });
  const failed = globSync(`${SUMMARIES}/*.json`)
    .flatMap((file) => JSON.parse(readFileSync(file, 'utf8')).tasks)
    .filter((task) => task.execution && task.execution.exitCode !== 0)
    .map((task) => task.taskId);
  return status === 0 || failed.length > 0 ? failed : [`turbo run ${tasks.join(' ')}`];
}

rmSync(COUNTS, { force: true });
const unbuilt = turbo(['build']);
const failed = [...unbuilt, ...turbo(unbuilt.length > 0 ? CHECKS : [...CHECKS, ...CHECKS_OF_BUILD])];

const counts = existsSync(COUNTS)
  ? JSON.parse(readFileSync(COUNTS, 'utf8'))
  : { passed: 0, failed: 0, skipped: 0 };
const countedThere = (task) => task === '//#check:unit' && counts.failed > 0;
counts.failed += failed.filter((task) => !countedThere(task)).length;

if (failed.length > 0) console.log(`\nFailed: ${failed.join(', ')}`);
console.log(`\n${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`);
process.exit(counts.failed > 0 ? 1 : 0);
