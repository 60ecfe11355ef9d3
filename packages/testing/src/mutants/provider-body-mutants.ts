import type { JsonObject } from '@pegboard/core';
import type { WireFormat } from '../provider/wire-format.ts';
import { mapKey, mapList, mapObjects } from './change-body.ts';
import { type ProviderMutant, tampered } from './provider-mutant.ts';
import { anatomies, type Anatomy } from './wires/anatomy.ts';

const order = 'a conversation arrives in order';
const pairs = 'calls and results arrive in pairs, in order';

/** Changes a body by what is known of its wire. */
const dissected = (
  name: string,
  caughtBy: string,
  change: (anatomy: Anatomy) => (body: JsonObject) => JsonObject,
): ProviderMutant =>
  tampered(
    name,
    caughtBy,
    (body, wire) => {
      const anatomy = anatomyOf(wire);
      return anatomy ? change(anatomy)(body) : body;
    },
    (wire) => (anatomyOf(wire) ? undefined : 'nobody has told where this wire has calls and results'),
  );

function anatomyOf({ codec }: WireFormat): Anatomy | undefined {
  return Object.hasOwn(anatomies, codec) ? anatomies[codec] : undefined;
}

const lists: readonly ProviderMutant[] = [
  dissected('sends results out of place', pairs, ({ list }) =>
    mapList(list, (items) => [...items.slice(2), ...items.slice(0, 2)]),
  ),
  dissected('sends an empty message', order, ({ list, nothing }) =>
    mapList(list, (items) => [...items, nothing]),
  ),
  dissected(
    'sends messages without words',
    'empty and blank texts make no invalid request',
    ({ list, nothing }) => mapList(list, (items) => [nothing, ...items]),
  ),
  dissected('sends internal keys', order, ({ list }) =>
    mapList(list, (items) => items.map((item) => ({ ...item, id: 'm1' }))),
  ),
  dissected('sends keys of its own in messages', order, ({ list }) =>
    mapList(list, (items) => items.map((item) => ({ ...item, created_at: 1 }))),
  ),
  dissected('sends roles that the API does not know', order, ({ list }) =>
    mapList(list, (items) => items.map((item) => ({ ...item, role: 'ai' }))),
  ),
  dissected('sends no messages', order, ({ list }) => mapList(list, () => [])),
];

const changed = (
  is: (object: JsonObject) => boolean,
  change: (object: JsonObject) => JsonObject | undefined,
): ((body: JsonObject) => JsonObject) => mapObjects((object) => (is(object) ? change(object) : object));

const results: readonly ProviderMutant[] = [
  dissected('turns the order of the words of results round', pairs, ({ isResult, result }) => (body) => {
    const words: JsonObject[string][] = [];
    const note = mapKey(result.words, (value) => (words.push(value), value));
    changed(isResult, note)(body);
    return changed(
      isResult,
      mapKey(result.words, (value) => words.pop() ?? value),
    )(body);
  }),
  dissected('drops the last result', pairs, ({ isResult }) => (body) => {
    let count = 0;
    changed(isResult, (object) => (count++, object))(body);
    return changed(isResult, (object) => (--count === 0 ? undefined : object))(body);
  }),
  dissected('drops all results', pairs, ({ isResult }) => changed(isResult, () => undefined)),
  dissected('sends results twice', pairs, ({ isResult }) => twice(isResult)),
  dissected('sends results of calls that nobody made', pairs, ({ isResult, result }) =>
    changed(
      isResult,
      mapKey(result.of, () => 'call_lost'),
    ),
  ),
];

const calls: readonly ProviderMutant[] = [
  dissected('sends arguments in a form that the API refuses', pairs, ({ isCall, call, badArgs }) =>
    changed(
      isCall,
      mapKey(call.args, () => badArgs),
    ),
  ),
  dissected('sends no calls', pairs, ({ isCall }) => changed(isCall, () => undefined)),
  dissected('sends calls twice', pairs, ({ isCall }) => twice(isCall)),
  dissected('renames what was called', pairs, ({ isCall, call }) =>
    changed(
      isCall,
      mapKey(call.name, () => 'another_tool'),
    ),
  ),
  dissected('empties the arguments of calls', pairs, ({ isCall, call }) =>
    changed(
      isCall,
      mapKey(call.args, (args) => (typeof args === 'string' ? '{}' : {})),
    ),
  ),
];

/** Objects of a kind, each one twice in the list that holds it. */
function twice(is: (object: JsonObject) => boolean): (body: JsonObject) => JsonObject {
  return mapObjects((object) =>
    Object.fromEntries(
      Object.entries(object).map(([key, value]) => [
        key,
        Array.isArray(value)
          ? (value as readonly JsonObject[]).flatMap((item) => (is(item) ? [item, item] : [item]))
          : value,
      ]),
    ),
  );
}

/** Correct providers whose bodies are changed afterwards, at places that every wire has. */
export const bodyMutants: readonly ProviderMutant[] = [...lists, ...results, ...calls];
