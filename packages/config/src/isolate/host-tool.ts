import {
  type AnyTool,
  type CallContext,
  defineTool,
  type JsonObject,
  type JsonValue,
  jsonSchema,
  result,
} from '@pegboard/core';
import type { Child } from './child-process.ts';
import type { CallMessage, ToolMessage } from './messages.ts';
import { toldByChild } from './told-by-child.ts';

/** A tool whose functions run in the child. */
export function hostTool(told: ToolMessage, child: () => Promise<Child>): AnyTool {
  const { name, description, input, options, hasCheck, approval, external } = told;
  const ask = async (
    what: CallMessage['what'],
    value: JsonObject,
    ctx: CallContext,
    more: Partial<CallExtras> = {},
  ): Promise<JsonValue> => {
    const { attempt = 1, onProgress } = more;
    const { runId, turn, callId, idempotencyKey, signal } = ctx;
    const call = { tool: name, what, input: value, runId, turn, callId, idempotencyKey, attempt };
    return (await child()).request({ type: 'call', call }, { signal, onProgress });
  };
  return defineTool({
    ...options,
    name,
    description,
    input: jsonSchema<JsonObject>(input),
    ...(hasCheck && {
      check: async (value: JsonObject, ctx: CallContext) =>
        toldByChild.refusal(await ask('check', value, ctx)),
    }),
    approval:
      typeof approval === 'object'
        ? async (value, ctx) => toldByChild.approval(await ask('approval', value, ctx))
        : approval,
    ...(!external && {
      execute: async (value, ctx) => {
        const returned = await ask('execute', value, ctx, { attempt: ctx.attempt, onProgress: ctx.progress });
        const { value: bare, options: more } = toldByChild.result(returned);
        return result(bare, more);
      },
    }),
  });
}

interface CallExtras {
  readonly attempt: number;
  readonly onProgress: (value: JsonValue) => void;
}
