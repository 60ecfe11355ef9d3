// Fuzzes the readers: --seconds 60 --seed 1 --only hermes
import { parseArgs } from 'node:util';
import { loadRecoveryDoor } from '../src/recovery/adapters/recovery-door.ts';
import { runFuzz } from '../src/recovery/fuzz/run-fuzz.ts';

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '60' },
    seed: { type: 'string', default: '1' },
    only: { type: 'string' },
  },
});

const door = await loadRecoveryDoor();
if (!door) {
  console.error('`@pegboard/core/recovery` does not exist in this checkout; there is nothing to fuzz.');
  process.exit(2);
}

const seed = Number(values.seed);
const { runs, failures } = await runFuzz(door, {
  seconds: Number(values.seconds),
  seed,
  ...(values.only !== undefined && { only: values.only }),
});
for (const { name, message } of failures) console.log(`${name}\n  ${message}\n`);
console.log(`${runs} runs from seed ${seed}, ${failures.length} broken properties.`);
process.exitCode = failures.length > 0 ? 1 : 0;
