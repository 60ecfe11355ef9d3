import type { JsonObject, JsonValue } from '../contracts/json.ts';
import type { DialectNote, DialectResult, SchemaDialect } from '../contracts/schema-dialect.ts';
import type { JsonSchema } from '../contracts/standard-schema.ts';
import { isJsonObject } from '../lib/json.ts';
import { adaptRoot } from './dialect/adapt-root.ts';
import { type DialectRun, keeps, type Spot } from './dialect/dialect-run.ts';
import { editNode } from './dialect/edit-node.ts';
import { linkRefs } from './dialect/link-refs.ts';
import { brokenLimit } from './dialect/measure-schema.ts';
import { readDefinitions } from './dialect/references.ts';
import { writeDefinitions } from './dialect/write-definitions.ts';
import { writeNode } from './dialect/write-node.ts';

const compiled = new WeakMap<object, WeakMap<SchemaDialect, DialectResult>>();

/**
 * A schema as one API takes it. What the API cannot take is written another way or left out, with a note; never changes the schema that is
 * given, never throws, and is kept per schema and dialect.
 */
export function compileForDialect(schema: JsonSchema, dialect: SchemaDialect): DialectResult {
  const known: unknown = schema;
  if (!isJsonObject(known)) return compile(known, dialect);
  let results = compiled.get(known);
  if (results === undefined) compiled.set(known, (results = new WeakMap()));
  let result = results.get(dialect);
  if (result === undefined) results.set(dialect, (result = compile(known, dialect)));
  return result;
}

/** Deeper, no API reads it, and programs that recurse fail. */
const deepest = 500;

function compile(schema: unknown, dialect: SchemaDialect): DialectResult {
  const given = schema === true ? {} : schema;
  if (!isJsonObject(given)) return impossible(dialect, [{ place: '#', what: 'it is no schema' }]);
  if (isDeeper(given, deepest))
    return impossible(dialect, [{ place: '#', what: `it is deeper than ${deepest} levels` }]);
  const root = linkRefs(given);
  const first = attempt(root, dialect, false);
  const careless = first.run.lossy || (first.run.fragile && first.schema !== root);
  const { run, schema: made } = careless ? attempt(root, dialect, true) : first;
  const limit = dialect.limits && brokenLimit(made, dialect.limits);
  if (limit !== undefined) run.obstacles.push({ place: '#', what: `it is too large. ${limit}` });
  if (run.obstacles.length > 0) return impossible(dialect, run.obstacles);
  return { status: run.lossy ? 'adapted' : 'accepted', schema: made, notes: distinct(run.notes) };
}

function attempt(
  root: JsonSchema,
  dialect: SchemaDialect,
  cautious: boolean,
): { run: DialectRun; schema: JsonSchema } {
  const run = createRun(root, dialect, cautious);
  const spot: Spot = { place: '#', level: 0, owner: root, active: new Set([root]) };
  const adapted = adaptRoot(run, spot);
  if (adapted === undefined) return { run, schema: {} };
  const written = run.write(adapted, spot);
  if (!isJsonObject(written)) return { run, schema: {} };
  const whole = editNode(written, writeDefinitions(run));
  return { run, schema: isSame(whole, root) ? root : whole };
}

function createRun(root: JsonSchema, dialect: SchemaDialect, cautious: boolean): DialectRun {
  const inline = dialect.refs === 'inline' || !keeps({ dialect }, '$ref') || !keeps({ dialect }, '$defs');
  const run: DialectRun = {
    dialect,
    root,
    cautious,
    inline,
    notes: [],
    obstacles: [],
    definitions: readDefinitions({ dialect, root, inline }),
    reached: new Map(),
    lossy: false,
    fragile: false,
    written: 0,
    write: (node, spot) => writeNode(run, node, spot),
  };
  return run;
}

function isSame(a: JsonObject, b: JsonObject): boolean {
  const keys = Object.keys(a);
  return (
    keys.length === Object.keys(b).length && keys.every((key) => Object.hasOwn(b, key) && a[key] === b[key])
  );
}

function impossible(dialect: SchemaDialect, notes: readonly DialectNote[]): DialectResult {
  const { objectRoot, noUntyped, closedObjects, allRequired } = dialect;
  const closed = closedObjects && { properties: {}, additionalProperties: false };
  const object = { type: 'object', ...closed, ...(closedObjects && allRequired && { required: [] }) };
  const schema = objectRoot || noUntyped || closedObjects ? object : {};
  return { status: 'impossible', schema, notes: distinct(notes) };
}

function distinct(notes: readonly DialectNote[]): readonly DialectNote[] {
  return [...new Map(notes.map((note) => [`${note.place} ${note.what}`, note])).values()];
}

function isDeeper(schema: JsonObject, most: number): boolean {
  const open: [JsonValue | undefined, number][] = [[schema, 0]];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const [value, level] = next;
    if (level > most) return true;
    if (typeof value !== 'object' || value === null) continue;
    for (const member of Object.values(value)) open.push([member, level + 1]);
  }
  return false;
}
