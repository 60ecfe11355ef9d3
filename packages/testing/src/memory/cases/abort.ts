import { check } from '../../conformance/check.ts';
import { rejection } from '../../conformance/settle.ts';
import { memoryCase, notes } from '../memory-case.ts';

const reason = Object.freeze({ stopped: 'by the test' });

export const abortCases = [
  memoryCase('load with an aborted signal rejects with its reason', async ({ append, memory }) => {
    await append('t', notes('m', 2));
    const error = await rejection('load', memory.load('t', { signal: AbortSignal.abort(reason) }));
    check(error === reason, 'load should reject with the reason of the signal');
  }),
  memoryCase(
    'append with an aborted signal rejects with its reason and adds nothing',
    async ({ memory, holds }) => {
      const ctx = { signal: AbortSignal.abort(reason), runId: 'r' };
      const error = await rejection('append', memory.append('t', notes('m', 2), ctx));
      check(error === reason, 'append should reject with the reason of the signal');
      await holds('t', [], 'after the aborted append');
    },
  ),
  memoryCase('an abort after the end of an append takes nothing back', async ({ memory, holds }) => {
    const controller = new AbortController();
    await memory.append('t', notes('m', 2), { signal: controller.signal, runId: 'r' });
    controller.abort();
    await holds('t', notes('m', 2), 'the thread');
  }),
];
