import type { JsonObject } from '../contracts/json.ts';
import { isJsonObject } from '../lib/json.ts';

export type ArgumentsReading =
  | { readonly ok: true; readonly input: JsonObject }
  | { readonly ok: false; readonly error: ArgumentsError };

export interface ArgumentsError {
  readonly code: 'malformed_arguments' | 'arguments_not_object';
  /** What is wrong and where, for the model. */
  readonly message: string;
}

/** Reads the arguments of a call as the model wrote them. Empty text means no arguments; nothing is guessed. */
export function readArguments(args: string | JsonObject): ArgumentsReading {
  if (typeof args !== 'string') return isJsonObject(args) ? { ok: true, input: args } : notObject(args);
  if (args.trim() === '') return { ok: true, input: {} };
  try {
    const value: unknown = JSON.parse(args);
    return isJsonObject(value) ? { ok: true, input: value } : notObject(value);
  } catch {
    const message = `the arguments are not valid JSON: ${excerpt(args)}`;
    return { ok: false, error: { code: 'malformed_arguments', message } };
  }
}

function notObject(value: unknown): ArgumentsReading {
  const kind = Array.isArray(value) ? 'an array' : value === null ? 'null' : `a ${typeof value}`;
  const message = `the arguments must be a JSON object, but are ${kind}`;
  return { ok: false, error: { code: 'arguments_not_object', message } };
}

function excerpt(text: string): string {
  return text.length <= 120 ? text : `${text.slice(0, 60)} … ${text.slice(-50)}`.toWellFormed();
}
