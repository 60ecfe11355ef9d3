// Counts what a step and a delta allocate, in the folder whose packages are to be measured. Needs a young generation so large that nothing
// is collected between two readings, so that the growth of the heap is all that was allocated: run by scripts/budgets.mjs.
import { createHook } from 'node:async_hooks';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Worker } from 'node:worker_threads';

const require = createRequire(join(process.cwd(), 'index.js'));
const load = (name) => import(pathToFileURL(require.resolve(name)).href);
const { Agent, defineTool } = await load('@pegboard/core');
const { openai } = await load('@pegboard/provider-openai');

const steps = 50;
const deltas = 5_000;
const host = new Worker(new URL('./host.mjs', import.meta.url));
const port = await new Promise((resolve) => host.once('message', resolve));

const tool = defineTool({
  name: 'look_up',
  description: 'Looks something up',
  input: { type: 'object', properties: { query: { type: 'string' }, count: { type: 'number' } } },
  execute: ({ count }) => `found ${count}`,
});
function agentFor(plan) {
  const provider = openai({ api: 'chat', baseURL: `http://127.0.0.1:${port}/${plan}`, apiKey: 'key' });
  return new Agent({ provider, model: 'm', tools: [tool], limits: { turns: false } });
}

const stepper = agentFor(`steps-${steps}`);
const talker = agentFor(`deltas-${deltas}`);
const step = async () => {
  const { calls } = await stepper.run('Go');
  if (calls.all.length !== steps) throw new RangeError(`${calls.all.length} calls, not ${steps}`);
};
const watch = async () => {
  for await (const event of stepper.stream('Go')) if (event.type === 'run-end') return;
};
const talk = async () => {
  let pieces = 0;
  await talker.run('Go', { onText: () => pieces++ });
  if (pieces !== deltas) throw new RangeError(`${pieces} pieces of text, not ${deltas}`);
};

/** The least of several: what else the process does only adds. */
async function bytesOf(work) {
  const readings = [];
  for (let round = 0; round < 5; round++) {
    globalThis.gc();
    const before = process.memoryUsage().heapUsed;
    await work();
    readings.push(process.memoryUsage().heapUsed - before);
  }
  return Math.min(...readings);
}

/** What is left of finished runs once new objects were collected twice; the collection of everything, which is dear, finds the rest. */
async function keptOf(work, runs) {
  const readings = [];
  for (let round = 0; round < 5; round++) {
    globalThis.gc();
    const before = process.memoryUsage().heapUsed;
    for (let run = 0; run < runs; run++) await work();
    globalThis.gc({ type: 'minor' });
    globalThis.gc({ type: 'minor' });
    readings.push(process.memoryUsage().heapUsed - before);
  }
  return Math.max(0, Math.min(...readings) / runs);
}

async function promisesOf(work) {
  let promises = 0;
  const hook = createHook({
    init: (_id, type) => {
      if (type === 'PROMISE') promises++;
    },
  }).enable();
  await work();
  hook.disable();
  return promises;
}

// Until the code is compiled: what the compiler keeps is on the heap, too.
for (let round = 0; round < 60; round++) await step();
for (let round = 0; round < 20; round++) await talk();
const counted = {
  bytesPerStep: (await bytesOf(step)) / steps,
  bytesPerDelta: (await bytesOf(talk)) / deltas,
  keptPerStep: (await keptOf(step, 10)) / steps,
  keptPerStreamedStep: (await keptOf(watch, 10)) / steps,
  promisesPerStep: (await promisesOf(step)) / steps,
  promisesPerDelta: (await promisesOf(talk)) / deltas,
};
console.log(JSON.stringify(counted));
await host.terminate();
