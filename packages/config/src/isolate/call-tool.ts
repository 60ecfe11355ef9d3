import {
  type AnyTool,
  type CallContext,
  ConfigError,
  type JsonValue,
  type ToolContext,
  ToolFailure,
} from '@pegboard/core';
import { encodeValue, isToolReturn } from '@pegboard/core/tools';
import type { CallMessage } from './messages.ts';

/** A tool of the plugin, in the process that it runs in. */
export interface ChildTool {
  readonly name: string;
  readonly tool: AnyTool;
  /** The input as its own schema makes it; the host has checked the JSON Schema of it. */
  readonly validate: (input: CallMessage['input']) => Promise<unknown>;
}

interface CallOptions {
  readonly signal: AbortSignal;
  readonly progress: (value: JsonValue) => void;
}

/** Runs one function of a tool, and gives what it came to as JSON. */
export async function callTool(
  { tool, validate }: ChildTool,
  message: CallMessage,
  options: CallOptions,
): Promise<JsonValue> {
  const input = (await validate(message.input)) as never; // erased: its own schema has made it
  const ctx = callContext(message, options.signal);
  if (message.what === 'check') return (await tool.check?.(input, ctx)) ?? null;
  if (message.what === 'approval') {
    return typeof tool.approval === 'function' ? await tool.approval(input, ctx) : (tool.approval ?? false);
  }
  // It may have been given up while its input was read.
  options.signal.throwIfAborted();
  const { inject } = tool;
  const own: unknown = typeof inject === 'function' ? await inject(ctx) : inject;
  const returned: unknown = await tool.execute?.(input, toolContext(message, own, options) as never); // erased, too
  return toldResult(await drain(returned, options.progress));
}

function callContext({ runId, turn, callId, idempotencyKey }: CallMessage, signal: AbortSignal): CallContext {
  // The conversation and the application's context stay in the host.
  return { runId, turn, callId, idempotencyKey, signal, context: undefined, messages: [] };
}

function toolContext(message: CallMessage, inject: unknown, { signal, progress }: CallOptions): ToolContext {
  return {
    ...callContext(message, signal),
    inject,
    attempt: message.attempt,
    progress,
    call: refused('ctx.call'),
    nest: refused('ctx.nest'),
  };
}

function refused(what: string): () => never {
  return () => {
    throw new ConfigError({
      what: `${what} cannot be used in a process of its own`,
      fix: 'Use the plugin without isolation',
    });
  };
}

/** A generator's values are progress; what it returns is the result. */
async function drain(returned: unknown, progress: CallOptions['progress']): Promise<unknown> {
  if (typeof returned !== 'object' || returned === null || !(Symbol.asyncIterator in returned))
    return returned;
  const steps = returned as AsyncGenerator<JsonValue>; // the only thing with an iterator that a tool may give
  for (;;) {
    const { done, value } = await steps.next();
    if (done) return value;
    progress(value);
  }
}

function toldResult(value: unknown): JsonValue {
  const { value: bare, ...more } = isToolReturn(value) ? value : { value };
  const encoded = encodeValue(bare);
  if (!encoded.ok) throw new ToolFailure(`The tool returned what cannot be told: ${encoded.problem}`);
  return JSON.parse(JSON.stringify({ value: encoded.value, ...more })) as JsonValue; // encoded, and options that are JSON
}
