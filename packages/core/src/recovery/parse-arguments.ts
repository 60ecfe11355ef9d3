import type { JsonObject, JsonValue } from '../contracts/json.ts';
import { isJsonObject } from '../lib/json.ts';

export type ParsedArguments =
  | {
      readonly ok: true;
      readonly input: JsonObject;
      /** False when parsing may have lost something: digits, a key that is there twice, half characters, more than 500 levels. */
      readonly clean: boolean;
    }
  | { readonly ok: false; readonly error: ArgumentsError };

export interface ArgumentsError {
  readonly code: 'malformed_arguments' | 'arguments_not_object';
  /** What is wrong and where, for the model. */
  readonly message: string;
}

/** Arguments that are JSON to the letter; blank text means no arguments. Nothing is mended. */
export function parseArguments(args: string | JsonObject): ParsedArguments {
  if (typeof args !== 'string') return parsed(args, undefined);
  if (args.trim() === '') return { ok: true, input: {}, clean: true };
  try {
    return parsed(JSON.parse(args), args);
  } catch {
    const message = `the arguments are not valid JSON: ${excerpt(args)}`;
    return { ok: false, error: { code: 'malformed_arguments', message } };
  }
}

function parsed(value: unknown, text: string | undefined): ParsedArguments {
  if (isJsonObject(value)) return { ok: true, input: value, clean: isClean(value, text) };
  const kind = Array.isArray(value) ? 'an array' : value === null ? 'null' : `a ${typeof value}`;
  const message = `the arguments must be a JSON object, but are ${kind}`;
  return { ok: false, error: { code: 'arguments_not_object', message } };
}

function excerpt(text: string): string {
  return text.length <= 120 ? text : `${text.slice(0, 60)} … ${text.slice(-50)}`.toWellFormed();
}

function isClean(root: JsonObject, text: string | undefined): boolean {
  let keys = 0;
  let level: (JsonObject | readonly JsonValue[])[] = [root];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > 500) return false;
    const next: typeof level = [];
    const visit = (member: JsonValue | undefined): boolean => {
      if (typeof member === 'string') return member.isWellFormed();
      if (typeof member === 'number') return Math.abs(member) <= Number.MAX_SAFE_INTEGER;
      if (typeof member === 'object' && member !== null) next.push(member);
      return true;
    };
    for (const container of level) {
      if (isJsonObject(container)) {
        for (const name in container) {
          keys++;
          if (!visit(container[name]) || !name.isWellFormed()) return false;
        }
      } else if (!container.every(visit)) return false;
    }
    level = next;
  }
  return text === undefined || (keys === countColons(text) && !/\d[eE]-\d{3}/.test(text));
}

/** Colons behind a quote: never fewer than there are keys; more when a string holds one or a key is there twice. */
function countColons(text: string): number {
  let count = 0;
  for (let colon = text.indexOf(':'); colon !== -1; colon = text.indexOf(':', colon + 1)) {
    let before = colon - 1;
    while (text.charCodeAt(before) <= 32) before--;
    if (text.charCodeAt(before) === 34) count++;
  }
  return count;
}
