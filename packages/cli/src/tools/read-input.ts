import type { JsonObject, JsonValue } from '@pegboard/core';
import { isJsonObject } from '@pegboard/core/provider';
import { usageError } from '../shell/command-error.ts';

/** Reads `{"city":"Oslo"}`, or words such as `city=Oslo days=3`; a value that is JSON is taken as JSON. */
export function readInput(words: readonly string[]): JsonObject {
  const [first = ''] = words;
  if (words.length === 1 && first.trimStart().startsWith('{')) return readJson(first);
  const pairs = words.map((word): [string, JsonValue] => {
    const at = word.indexOf('=');
    if (at <= 0)
      throw usageError(
        'The input of a tool is JSON or a list of name=value',
        `got "${word}"`,
        `Write '{"city": "Oslo"}' or city=Oslo`,
      );
    return [word.slice(0, at), readValue(word.slice(at + 1))];
  });
  return Object.fromEntries(pairs);
}

function readJson(text: string): JsonObject {
  try {
    const value: unknown = JSON.parse(text);
    if (isJsonObject(value)) return value;
  } catch (cause) {
    throw usageError('The input is no JSON', (cause as Error).message, 'Put it in single quotes');
  }
  throw usageError('The input is no JSON object', text.slice(0, 80), `Write '{"city": "Oslo"}'`);
}

/** Lists, objects, numbers, true, false and null as JSON; anything else is a text. */
function readValue(text: string): JsonValue {
  if (!/^(?:[[{"]|-?\d|true$|false$|null$)/.test(text)) return text;
  try {
    return JSON.parse(text) as JsonValue;
  } catch {
    return text;
  }
}
