import type { JsonObject, JsonValue } from '../../contracts/json.ts';
import type { ToolHookCall } from '../../contracts/hooks.ts';
import type { AnyTool, ToolContext } from '../../contracts/tool.ts';
import { PegboardError } from '../../errors/pegboard-error.ts';
import { ToolFailure } from '../../errors/tool-signals.ts';
import { validateInput } from '../read-call.ts';
import { changeTools, deriveTool } from './change-tools.ts';
import type { Derived, ToolSource } from './tool-source.ts';

/** One try of a call, as `wrapCalls` sees it. */
export interface WrappedCall extends Omit<ToolHookCall, 'input'> {
  /** The validated input, which `execute` is given. */
  readonly input: unknown;
  readonly idempotencyKey: string;
  /** 1 for the first try. */
  readonly attempt: number;
}

/**
 * Around one try of a tool. `next()` runs it and gives what it returns or throws; `next(input)` runs it with another input, written as the
 * model would, which is validated first. What the function returns is the tool's value.
 */
export type WrapCall = (call: WrappedCall, next: (input?: JsonObject) => Promise<unknown>) => unknown;

/**
 * Puts a function around the execution of every tool, inside its deadline, its `retry` and the agent's hooks. The last put on is the outermost.
 * It is entered again with a tool that has suspended itself.
 * External tools are executed elsewhere and stay as they are.
 */
export function wrapCalls<S extends ToolSource>(source: S, wrap: WrapCall): Derived<S> {
  return changeTools(source, 'wrapCalls', (tool) =>
    tool.execute ? deriveTool(tool, { execute: around(tool, wrap) }) : tool,
  );
}

type Execute = NonNullable<AnyTool['execute']>;

function around(tool: AnyTool, wrap: WrapCall): Execute {
  return async (value: unknown, ctx: ToolContext<never>) => {
    let over = false;
    const next = async (changed?: JsonObject): Promise<unknown> => {
      const input = changed === undefined || changed === value ? value : await checked(tool, changed, ctx);
      ctx.signal.throwIfAborted();
      if (over) throw tooLate(tool.name);
      // The erased `execute` takes what its own schema let through.
      return lastOf(await tool.execute?.(input as never, ctx), ctx);
    };
    try {
      return await wrap(callOf(tool, value, ctx), next);
    } finally {
      over = true;
    }
  };
}

function callOf(tool: AnyTool, input: unknown, ctx: ToolContext<never>): WrappedCall {
  const { runId, turn, callId, context, signal, idempotencyKey, attempt } = ctx;
  return { tool, name: tool.name, input, runId, turn, callId, context, signal, idempotencyKey, attempt };
}

async function checked(tool: AnyTool, input: JsonObject, ctx: ToolContext<never>): Promise<unknown> {
  const reading = await validateInput(tool, input, { hookMs: false, ctx });
  if (!reading.ok) throw new ToolFailure(reading.message);
  return reading.value;
}

/** A tool written as a generator is run to its end, its progress passed on. */
async function lastOf(returned: unknown, ctx: ToolContext<never>): Promise<unknown> {
  if (!isAsyncGenerator(returned)) return returned;
  for (;;) {
    const step = await returned.next();
    if (step.done) return step.value;
    ctx.progress(step.value);
    if (ctx.signal.aborted) {
      void returned.return(undefined).catch(() => undefined);
      throw ctx.signal.reason;
    }
  }
}

function isAsyncGenerator(value: unknown): value is AsyncGenerator<JsonValue> {
  return typeof value === 'object' && value !== null && Symbol.asyncIterator in value && 'next' in value;
}

function tooLate(name: string): PegboardError {
  return new PegboardError({
    code: 'hook',
    what: `The function around ${name} called next() too late`,
    evidence: 'the call has ended',
    fix: 'Await next() before returning',
  });
}
