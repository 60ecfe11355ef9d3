import variant from '@jitl/quickjs-wasmfile-release-sync';
import { newQuickJSWASMModuleFromVariant } from 'quickjs-emscripten-core';
import { disarm } from '../tasks/disarm.ts';
import { watchProcess } from '../tasks/watch-process.ts';
import { createMachine } from '../code/machine.ts';
import type { CallEnd, ScriptJob, ScriptMessage } from '../code/script-messages.ts';

const host = process;

/** What the engine itself takes. */
const ownBytes = 200_000_000;

host.once('message', (job: ScriptJob) => void start(job));

async function start(job: ScriptJob): Promise<void> {
  // Messages that arrive from now on tell how calls ended.
  const early: CallEnd[] = [];
  let settle = (end: CallEnd): void => void early.push(end);
  host.on('message', (end: CallEnd) => settle(end));
  const quickJs = await newQuickJSWASMModuleFromVariant(variant.default ?? variant);
  // What crosses the border is held twice.
  await watchProcess(job.memoryBytes * 2 + ownBytes);
  disarm();
  const post = (message: ScriptMessage): void => void host.send?.(message);
  const machine = createMachine(quickJs, job, post);
  settle = (end) => machine.settle(end);
  machine.start();
  early.forEach(settle);
}
