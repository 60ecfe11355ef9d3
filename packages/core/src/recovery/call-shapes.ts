import type { JsonObject, JsonValue } from '../contracts/json.ts';
import { isJsonObject } from '../lib/json.ts';
import type { ReadableTool } from './text-call.ts';

/** A call as JSON has it: under which names it stood, and what they held. */
export interface ShapedCall {
  readonly name: string;
  readonly args: JsonValue | undefined;
}

/** Names under which models write the tool's name, the strongest first. `name`, `type` and `function` are common in other JSON too. */
export const nameKeys = [
  'tool_name',
  'toolName',
  'tool',
  'function_name',
  'functionName',
  'function',
  'name',
  'action',
  'recipient_name',
  'api',
] as const;

/** Names under which they write its arguments. */
export const argumentKeys = [
  'arguments',
  'parameters',
  'args',
  'input',
  'params',
  'tool_input',
  'toolInput',
  'tool_args',
  'tool_arguments',
  'tool_parameters',
  'action_input',
  'actionInput',
  'kwargs',
  'inputs',
] as const;

/** Members that go with a call and say nothing about it. */
const companions = new Set([
  'id',
  'type',
  'call_id',
  'tool_call_id',
  'callId',
  'index',
  'thought',
  'thoughts',
  'reasoning',
  'status',
  'role',
  'content',
  'caller',
]);

/** Members that hold one call or several. */
const wrappers = [
  'tool_calls',
  'toolCalls',
  'function_call',
  'functionCall',
  'tool_call',
  'toolCall',
  'tool_use',
  'calls',
  'functions',
  'tools',
  'toolUse',
];

/**
 * The calls that a JSON value is, in the shapes of OpenAI, Anthropic, Gemini and the many in between; undefined when it is none.
 * All of an array must be calls. What is inside another object is looked at only where that object is a known wrapper.
 */
export function callsOf(
  value: JsonValue,
  tools: ReadonlyMap<string, ReadableTool>,
  marked: boolean,
): readonly ShapedCall[] | undefined {
  if (Array.isArray(value)) return callsOfArray(value as readonly JsonValue[], tools, marked);
  if (!isJsonObject(value)) return undefined;
  const wrapped = unwrap(value);
  if (wrapped !== undefined) return callsOf(wrapped, tools, true);
  const call =
    plainCall(value) ??
    nestedCall(value) ??
    (marked ? (keyedCall(value, tools) ?? flatCall(value)) : undefined);
  return call && [call];
}

function callsOfArray(
  values: readonly JsonValue[],
  tools: ReadonlyMap<string, ReadableTool>,
  marked: boolean,
): readonly ShapedCall[] | undefined {
  const calls = values.map((value) => (isJsonObject(value) ? callsOf(value, tools, marked) : undefined));
  if (calls.length === 0 || calls.includes(undefined)) return undefined;
  return calls.flatMap((call) => call ?? []);
}

/** `{ "tool_calls": [ … ] }`, `{ "functionCall": { … } }`: what is in the wrapper, if nothing else of weight is beside it. */
function unwrap(value: JsonObject): JsonValue | undefined {
  const keys = Object.keys(value).filter((key) => !companions.has(key));
  const [only] = keys;
  if (keys.length !== 1 || only === undefined || !wrappers.includes(only)) return undefined;
  const inner = value[only];
  return typeof inner === 'object' && inner !== null ? inner : undefined;
}

/** A name and arguments side by side, and nothing else but companions. */
function plainCall(value: JsonObject): ShapedCall | undefined {
  const nameKey = nameKeys.find((key) => typeof value[key] === 'string' && value[key] !== '');
  const name = nameKey === undefined ? undefined : value[nameKey];
  if (typeof name !== 'string') return undefined;
  const argumentsKey = argumentKeys.find((key) => Object.hasOwn(value, key));
  if (argumentsKey === undefined) return undefined;
  const others = Object.keys(value).filter(
    (key) => key !== nameKey && key !== argumentsKey && !companions.has(key),
  );
  return others.length === 0 ? { name, args: value[argumentsKey] } : undefined;
}

/** `{ "type": "function", "function": { "name": …, "arguments": … } }`. */
function nestedCall(value: JsonObject): ShapedCall | undefined {
  const others = Object.keys(value).filter((key) => key !== 'function' && !companions.has(key));
  return others.length === 0 && isJsonObject(value['function']) ? plainCall(value['function']) : undefined;
}

/** `{ "get_weather": { "city": … } }`, where a tool has that very name. Only behind a marker: it could be any JSON. */
function keyedCall(value: JsonObject, tools: ReadonlyMap<string, ReadableTool>): ShapedCall | undefined {
  const [name, ...others] = Object.keys(value);
  return name !== undefined && others.length === 0 && tools.has(name)
    ? { name, args: value[name] }
    : undefined;
}

/** A name without arguments. Only behind a marker. */
function flatCall(value: JsonObject): ShapedCall | undefined {
  const nameKey = nameKeys.find((key) => typeof value[key] === 'string' && value[key] !== '');
  const name = nameKey === undefined ? undefined : value[nameKey];
  if (typeof name !== 'string') return undefined;
  const others = Object.keys(value).filter((key) => key !== nameKey && !companions.has(key));
  return others.length === 0 ? { name, args: {} } : undefined;
}
