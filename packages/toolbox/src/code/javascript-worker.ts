import { parentPort, workerData } from 'node:worker_threads';
import variant from '@jitl/quickjs-wasmfile-release-sync';
import { newQuickJSWASMModuleFromVariant } from 'quickjs-emscripten-core';
import { disarm } from '../tasks/disarm.ts';
import { createMachine } from './machine.ts';
import type { CallEnd, ScriptJob, ScriptMessage } from './script-messages.ts';

const quickJs = await newQuickJSWASMModuleFromVariant(variant.default ?? variant);
const port = parentPort;
disarm();
const post = (message: ScriptMessage): void => port?.postMessage(message);
// What `runScript` has sent.
const machine = createMachine(quickJs, workerData as ScriptJob, post);
port?.on('message', (end: CallEnd) => machine.settle(end));
machine.start();
