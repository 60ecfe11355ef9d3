import process from 'node:process';
import { type AnyTool, defineTool, ToolFailure } from '@pegboard/core';
import * as z from 'zod';

/** Tools that do what tests need: answer, fail, take long, die. */
export const toys: readonly AnyTool[] = [
  defineTool({
    name: 'add',
    description: 'Adds two numbers',
    input: z.object({ a: z.number(), b: z.number() }),
    output: z.object({ sum: z.number() }),
    effects: { reads: [], idempotent: true },
    execute: ({ a, b }) => ({ sum: a + b }),
  }),
  defineTool({
    name: 'fail',
    description: 'Always fails',
    input: z.object({}),
    execute: () => {
      throw new ToolFailure('There is no such thing.');
    },
  }),
  defineTool({
    name: 'wait',
    description: 'Waits until it is told to stop, and writes to the standard error when it is',
    input: z.object({}),
    timeoutMs: false,
    execute: (_, { signal, progress }) =>
      new Promise((resolve) => {
        progress({ progress: 1, total: 2, message: 'waiting' });
        signal.addEventListener('abort', () => {
          process.stderr.write('cancelled\n');
          resolve('stopped');
        });
      }),
  }),
  defineTool({
    name: 'die',
    description: 'Kills the process of the server',
    input: z.object({}),
    execute: () => process.kill(process.pid, 'SIGKILL'),
  }),
  defineTool({
    name: 'log',
    description: 'Writes a log message',
    input: z.object({ words: z.string() }),
    execute: ({ words }, { progress }) => {
      progress({ type: 'log', level: 'warning', logger: 'toy', data: words });
      return 'logged';
    },
  }),
  defineTool({
    name: 'erase',
    description: 'Erases everything',
    input: z.object({ what: z.string() }),
    approval: ({ what }) => `It erases ${what}.`,
    tags: ['destructive'],
    execute: ({ what }) => `erased ${what}`,
  }),
];
