// The tools of the scenarios of the tasks extension.
import { setTimeout as sleep } from 'node:timers/promises';
import { type AnyTool, defineTool, type Hooks, type JsonObject, ToolFailure } from '@pegboard/core';
import { askClient, type TaskOptions } from '@pegboard/mcp';
import * as z from 'zod';

const none = { type: 'object', properties: {} } satisfies JsonObject;
const confirm = z.object({ confirm: z.boolean() });
const name = z.object({ name: z.string() });

/** Long enough for a call to become a task. */
const longMs = 700;

export const tasks: TaskOptions = {
  afterMs: 500,
  required: ['failing_job', 'protocol_error_job', 'confirm_delete', 'multi_input'],
  pollIntervalMs: 100,
};

/** A run that cannot be carried on, as opposed to a tool that fails. */
export const breakdown: Hooks = {
  name: 'breakdown',
  async run(_, next) {
    const { calls } = await next();
    if (calls.some((call) => call.name === 'protocol_error_job')) throw new TypeError('The job broke down');
  },
};

export const taskTools: readonly AnyTool[] = [
  defineTool({
    name: 'greet',
    description: 'Greets at once',
    input: z.object({ name: z.string() }),
    execute: ({ name: who }) => `Hello, ${who}!`,
  }),
  defineTool({
    name: 'slow_compute',
    description: 'Takes as many seconds as it is told to',
    input: z.object({ seconds: z.number(), label: z.string().optional() }),
    timeoutMs: false,
    execute: async ({ seconds, label = '' }, { signal }) => {
      await sleep(seconds * 1_000, undefined, { signal });
      return `${label}: computed for ${seconds} s`;
    },
  }),
  defineTool({
    name: 'failing_job',
    description: 'Fails after a while',
    input: none,
    execute: async (_, { signal }) => {
      await sleep(longMs, undefined, { signal });
      throw new ToolFailure('The job failed, as it always does');
    },
  }),
  defineTool({
    name: 'protocol_error_job',
    description: 'Breaks down',
    input: none,
    execute: () => 'never told',
  }),
  defineTool({
    name: 'confirm_delete',
    description: 'Asks before it deletes',
    input: z.object({ filename: z.string() }),
    execute: async ({ filename }, ctx) => {
      const { sure } = await askClient(ctx, {
        sure: { elicit: { message: `Delete ${filename}?`, schema: confirm } },
      });
      return sure.action === 'accept' && sure.content.confirm ? `Deleted ${filename}` : 'Kept';
    },
  }),
  defineTool({
    name: 'multi_input',
    description: 'Asks two things at once',
    input: none,
    execute: async (_, ctx) => {
      const { who, sure } = await askClient(ctx, {
        who: { elicit: { message: 'Who are you?', schema: name } },
        sure: { elicit: { message: 'Are you sure?', schema: confirm } },
      });
      return JSON.stringify([who, sure]);
    },
  }),
  defineTool({
    name: 'test_tool_with_task',
    description: 'Asks first, and then takes long',
    input: none,
    execute: async (_, ctx) => {
      const { user_name: user } = await askClient(ctx, {
        user_name: { elicit: { message: 'What is your name?', schema: name } },
      });
      await sleep(longMs, undefined, { signal: ctx.signal });
      return user.action === 'accept' ? `Done for ${user.content.name}` : 'Done';
    },
  }),
];
