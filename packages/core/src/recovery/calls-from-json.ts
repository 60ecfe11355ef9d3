import type { JsonObject, JsonValue } from '../contracts/json.ts';
import type { Repair } from '../contracts/repair.ts';
import type { JsonSchema } from '../contracts/standard-schema.ts';
import { isJsonObject } from '../lib/json.ts';
import { argumentKeys, callsOf, nameKeys } from './call-shapes.ts';
import type { DialectContext } from './dialect.ts';
import { JsonExtent } from './json-extent.ts';
import { parseLossless } from './parse-lossless.ts';
import { readArguments } from './read-arguments.ts';
import { resolveToolName } from './resolve-tool-name.ts';
import { malformed, noCall, type PayloadReading, type ReadableTool, type TextCall } from './text-call.ts';

export interface JsonCallOptions {
  /** A marker said that this is a call: then any JSON that is none is a malformed one. */
  readonly marked: boolean;
}

/** One or several JSON values, one after the other, each a call or an array of calls. */
export function callsFromJson(
  payload: string,
  { tools }: Pick<DialectContext, 'tools'>,
  { marked }: JsonCallOptions,
): PayloadReading {
  const calls: TextCall[] = [];
  for (const { text, complete } of jsonValues(payload)) {
    const reading = oneValue(text, tools, marked);
    if (reading.kind === 'malformed' && !complete) return { code: 'truncated', ...reading };
    if (reading.kind !== 'calls') return reading;
    calls.push(...reading.calls);
  }
  if (calls.length > 0) return { kind: 'calls', calls };
  return marked ? malformed('there is no JSON in it') : noCall;
}

interface JsonText {
  readonly text: string;
  /** Its brackets are all closed. */
  readonly complete: boolean;
}

/** The JSON values of a payload; commas, semicolons and fences between them are passed over, as are closing brackets too many. */
function jsonValues(payload: string): JsonText[] {
  const values: JsonText[] = [];
  let rest = payload.replace(/^\s*```\w*/, '').replace(/```\s*$/, '');
  for (;;) {
    rest = rest.replace(values.length === 0 ? /^[\s,;]+/ : /^[\s,;\]}]+/, '');
    if (rest === '') return values;
    const bracket = rest.startsWith('{') || rest.startsWith('[');
    const end = bracket ? new JsonExtent().push(rest) : -1;
    if (end < 0) return [...values, { text: rest, complete: !bracket }];
    values.push({ text: rest.slice(0, end), complete: true });
    rest = rest.slice(end);
  }
}

function oneValue(text: string, tools: ReadonlyMap<string, ReadableTool>, marked: boolean): PayloadReading {
  const clean = parseLossless(text);
  if (clean !== undefined) {
    const shaped = callsOf(clean, tools, marked);
    if (!shaped) return marked ? malformed('it names no tool', undefined) : noCall;
    return {
      kind: 'calls',
      calls: shaped.map(({ name, args }) => ({ name, args: { kind: 'json', value: asArguments(args) } })),
    };
  }
  return brokenValue(text, tools, marked);
}

/** Argument text inside a string is read as text; anything that is neither text nor an object is left for the schema to refuse. */
function asArguments(args: JsonValue | undefined): string | JsonObject {
  if (typeof args === 'string') return args;
  if (args === undefined || args === null) return {};
  return isJsonObject(args) ? args : JSON.stringify(args);
}

/**
 * JSON that is not to the letter. The tool is found by its name, so that its schema can tell what the arguments mean; the whole is
 * then read like arguments whose schema is the call's shape.
 */
function brokenValue(
  text: string,
  tools: ReadonlyMap<string, ReadableTool>,
  marked: boolean,
): PayloadReading {
  const head = findHead(text);
  if (!head) return marked ? malformed('it is not valid JSON') : noCall;
  const resolved = resolveToolName(head.name, tools.keys());
  const tool = resolved.ok ? tools.get(resolved.name) : undefined;
  if (!tool)
    return marked || head.sure
      ? { kind: 'calls', calls: [{ name: head.name, args: { kind: 'json', value: {} } }] }
      : noCall;
  const shape = shapeSchema(head, tool.inputSchema, text.trimStart().startsWith('['));
  const reading = readArguments(shape.wrap(text), { name: tool.name, inputSchema: shape.schema });
  if (!reading.ok) {
    const { code, message } = reading.error;
    return malformed(message, tool.name, code === 'malformed_arguments' ? undefined : code);
  }
  const shaped = callsOf(shape.unwrap(reading.input), tools, true);
  if (!shaped) return malformed('it is not valid JSON', tool.name);
  const repairs = reading.repairs.map((repair): Repair => ({
    ...repair,
    path: innerPath(repair.path, head.argumentsKey),
  }));
  return {
    kind: 'calls',
    calls: shaped.map(({ name, args }, index) => ({
      name,
      args: { kind: 'json', value: asArguments(args) },
      ...(index === 0 && { repairs }),
    })),
  };
}

interface Head {
  readonly nameKey: string;
  readonly name: string;
  readonly argumentsKey: string;
  readonly nested: boolean;
  /** The keys leave no doubt that it is meant as a call. */
  readonly sure: boolean;
}

/** The name and the keys of a call in broken JSON, by their looks. */
function findHead(text: string): Head | undefined {
  const quote = `["'\u201c\u201d]?`;
  for (const nameKey of nameKeys) {
    const name = new RegExp(`${quote}\\b${nameKey}${quote}\\s*:\\s*["'\u201c]([\\w.:-]+)["'\u201d]`).exec(
      text,
    )?.[1];
    if (name === undefined) continue;
    const argumentsKey = argumentKeys.find((key) => new RegExp(`${quote}\\b${key}${quote}\\s*:`).test(text));
    if (argumentsKey === undefined) continue;
    const nested = new RegExp(`${quote}\\bfunction${quote}\\s*:\\s*\\{`).test(text);
    return { nameKey, name, argumentsKey, nested, sure: nameKey !== 'name' || argumentsKey === 'arguments' };
  }
  return undefined;
}

interface ShapeSchema {
  readonly schema: JsonSchema;
  wrap(text: string): string;
  unwrap(input: JsonObject): JsonValue;
}

function shapeSchema(
  { nameKey, argumentsKey, nested }: Head,
  inputSchema: JsonSchema,
  list: boolean,
): ShapeSchema {
  const { $defs, definitions, ...input } = inputSchema;
  // References to the root would mean another root here; without the schema the arguments are judged later all the same.
  const usable = !JSON.stringify(input).includes('"$ref":"#"');
  const any = {};
  const call: JsonObject = {
    type: 'object',
    properties: { [nameKey]: { type: 'string' }, [argumentsKey]: usable ? input : any, id: any, type: any },
    required: [nameKey, argumentsKey],
  };
  const one: JsonObject = nested
    ? { type: 'object', properties: { id: any, type: any, function: call }, required: ['function'] }
    : call;
  const root: JsonObject = list
    ? { type: 'object', properties: { items: { type: 'array', items: one } }, required: ['items'] }
    : one;
  return {
    schema: { ...root, ...($defs && { $defs }), ...(definitions && { definitions }) },
    wrap: (text) => (list ? `{"items":${text}}` : text),
    unwrap: (value) => (list ? (value['items'] ?? []) : value),
  };
}

function innerPath(path: string, argumentsKey: string): string {
  const at = path.indexOf(argumentsKey);
  return at < 0 ? '' : path.slice(at + argumentsKey.length).replace(/^\./, '');
}
