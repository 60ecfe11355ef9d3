// Runs one scenario with one contender, in a process that no other contender has warmed up. A round at a time, when the parent says so.
import { contenderNamed } from '../contenders/all.ts';
import type { Wire } from '../contenders/contender.ts';
import { scenariosNamed } from '../scenarios/all.ts';
import type { Bench, Sample } from '../scenarios/scenario.ts';
import { writePlan } from '../server/plan.ts';
import { startProfile } from './profile.ts';
import type { Order, Reply, Task } from './task.ts';

const task = JSON.parse(process.argv[2] ?? '') as Task;
const [scenario] = scenariosNamed(task.scenario);
const contender = contenderNamed(task.contender);
let round: (() => Promise<Sample>) | undefined;
let endProfile: (() => Promise<void>) | undefined;

process.on('message', (order: Order) => void (order === 'round' ? answer() : end()));
process.once('disconnect', () => process.exit());
// A library may leave a rejection to nobody; the round that it belongs to fails by its check.
process.on('unhandledRejection', (reason) => reply({ error: String(reason) }));

async function answer(): Promise<void> {
  try {
    round ??= await scenario?.prepare(benchOf(task.wire));
    if (task.profile !== undefined) endProfile ??= await startProfile(task.profile);
    reply({ sample: (await round?.()) ?? {} });
  } catch (error) {
    reply({ error: error instanceof Error ? (error.stack ?? error.message) : String(error) });
  }
}

async function end(): Promise<void> {
  await endProfile?.();
  process.exit();
}

function benchOf(wire: Wire): Bench {
  return {
    contender,
    wire,
    load: () => contender.load(wire),
    url: (plan) => `http://127.0.0.1:${task.port}/${writePlan(plan)}/v1`,
  };
}

function reply(message: Reply): void {
  process.send?.(message);
}
