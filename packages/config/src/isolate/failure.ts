import { RetryToolCall, ToolFailure } from '@pegboard/core';
import type { Failure } from './messages.ts';

/** What was thrown, as the other process is told of it. */
export function failureOf(error: unknown): Failure {
  const { name, message } = Object(error) as { readonly name?: unknown; readonly message?: unknown }; // anything may be thrown
  const text = typeof message === 'string' ? message : String(error);
  // By name: the plugin may have a copy of core of its own.
  if (name === 'RetryToolCall') return { kind: 'retry', message: text };
  return { kind: name === 'ToolFailure' ? 'failure' : 'error', message: text };
}

/** The error to throw for what the other process told. */
export function errorOf({ kind, message }: Failure): Error {
  return kind === 'retry' ? new RetryToolCall(message) : new ToolFailure(message);
}
