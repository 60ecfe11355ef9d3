import { isJsonObject, type JsonValue } from '@pegboard/core/provider';
import type { PastCall } from './read-conversation.ts';
import { meaningsOf } from './words.ts';

/** A value that a tool gave, with the name it came under. */
export interface Fact {
  readonly name: string;
  readonly meanings: readonly string[];
  readonly value: JsonValue;
  readonly tool: string;
}

/** The values in the results of calls that succeeded, in order; members of objects by their names, two levels deep. */
export function readFacts(calls: readonly PastCall[]): readonly Fact[] {
  return calls
    .filter((call) => call.status === 'success')
    .flatMap((call) => factsIn(call.name, call.name, call.value, 0));
}

function factsIn(tool: string, name: string, value: JsonValue, depth: number): readonly Fact[] {
  const own: Fact = { name, meanings: meaningsOf(name), value, tool };
  if (!isJsonObject(value) || depth > 1) return [own];
  const members = Object.entries(value).flatMap(([key, member]) =>
    member === undefined ? [] : factsIn(tool, key, member, depth + 1),
  );
  return [...members, own];
}
