import type { JsonObject, JsonValue } from '../../contracts/json.ts';
import type {
  AnySchema,
  StandardIssue,
  StandardResult,
  StandardSchemaV1,
} from '../../contracts/standard-schema.ts';
import type { AnyTool } from '../../contracts/tool.ts';
import { isJsonObject } from '../../lib/json.ts';
import { compileSchema } from '../../schema/compile-schema.ts';

/** The schema of one part's input. */
export function partSchema({ input, inputSchema }: AnyTool): StandardSchemaV1<JsonObject> {
  return standard(inputSchema, async (value) => {
    const checked = await member(input, value, []);
    return checked.issues ? checked : { value };
  });
}

/** The schema of an object whose members are inputs of tools. */
export function membersSchema(parts: Readonly<Record<string, AnyTool>>): StandardSchemaV1<JsonObject> {
  const entries = Object.entries(parts);
  const json: JsonObject = {
    type: 'object',
    properties: Object.fromEntries(
      entries.map(([key, tool]) => [key, movedTo(tool.inputSchema, `#/properties/${pointer(key)}`)]),
    ),
    required: entries.map(([key]) => key),
    additionalProperties: false,
  };
  return standard(json, async (value) => {
    const checked = await Promise.all(entries.map(([key, { input }]) => member(input, value[key], [key])));
    return merge(checked, () =>
      Object.fromEntries(
        entries.map(([key], index) => [key, (checked[index] as { value: JsonValue }).value]),
      ),
    );
  });
}

/** The schema of `{ items: [ … ] }`, each an input of one tool. */
export function itemsSchema(tool: AnyTool): StandardSchemaV1<JsonObject> {
  const items = { type: 'array', items: movedTo(tool.inputSchema, '#/properties/items/items') };
  const json: JsonObject = {
    type: 'object',
    properties: { items },
    required: ['items'],
    additionalProperties: false,
  };
  return standard(json, async ({ items: values }) => {
    if (!Array.isArray(values)) return { issues: [{ message: 'expected a list', path: ['items'] }] };
    const checked = await Promise.all(
      values.map((value: unknown, index) => member(tool.input, value, ['items', index])),
    );
    return merge(checked, () => ({ items: values as JsonValue[] }));
  });
}

type Checked = StandardResult<unknown>;

/** Validated, but handed on as it came: the inner call validates it again and lets its schema transform it. */
async function member(schema: AnySchema, value: unknown, path: readonly PropertyKey[]): Promise<Checked> {
  const validation = await compileSchema(schema).validate(value);
  if (validation.ok) return { value };
  return {
    issues: validation.issues.map(({ path: inner, message, expected, received }) => ({
      message:
        expected === undefined ? message : `expected ${expected}, received ${received ?? 'another value'}`,
      path: [...path, ...(inner === '' ? [] : [inner])],
    })),
  };
}

function merge(checked: readonly Checked[], value: () => JsonObject): StandardResult<JsonObject> {
  const issues = checked.flatMap((one): readonly StandardIssue[] => one.issues ?? []);
  return issues.length > 0 ? { issues } : { value: value() };
}

function standard(
  json: JsonObject,
  validate: (value: JsonObject) => Promise<StandardResult<JsonObject>>,
): StandardSchemaV1<JsonObject> {
  const render = (): JsonObject => json;
  return {
    '~standard': {
      version: 1,
      vendor: 'pegboard',
      validate: (value) =>
        isJsonObject(value) ? validate(value) : { issues: [{ message: 'expected an object' }] },
      jsonSchema: { input: render, output: render },
    },
  };
}

/** A schema that stands elsewhere now: its references to itself follow. */
function movedTo(schema: JsonObject, place: string): JsonObject {
  const move = (value: JsonValue | undefined, key?: string): JsonValue | undefined => {
    if (key === '$ref' && typeof value === 'string' && value.startsWith('#')) return place + value.slice(1);
    if (Array.isArray(value)) return value.map((item: JsonValue) => move(item) ?? null);
    return isJsonObject(value)
      ? Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, move(inner, name)]))
      : value;
  };
  return move(schema) as JsonObject;
}

function pointer(key: string): string {
  return encodeURIComponent(key.replaceAll('~', '~0').replaceAll('/', '~1'));
}
