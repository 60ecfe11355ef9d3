import type { JsonObject, JsonValue } from '../../contracts/json.ts';
import type { DialectNote, SchemaDialect } from '../../contracts/schema-dialect.ts';
import type { JsonSchema } from '../../contracts/standard-schema.ts';

/** One compilation of one schema for one dialect. */
export interface DialectRun {
  readonly dialect: SchemaDialect;
  /** The original, its references linked. */
  readonly root: JsonSchema;
  /** Something was lost elsewhere: what may not be loosened inside of it (`not`, `if`, `oneOf` …) has to go. */
  readonly cautious: boolean;
  readonly inline: boolean;
  readonly notes: DialectNote[];
  readonly obstacles: DialectNote[];
  readonly definitions: Definition[];
  /** What the references in a schema lead to, directly or not. */
  readonly reached: Map<JsonObject, ReadonlySet<JsonObject>>;
  lossy: boolean;
  /** A keyword is kept that any change elsewhere could turn stricter. */
  fragile: boolean;
  /** Schemas written so far. */
  written: number;
  write(node: JsonValue | undefined, spot: Spot): JsonValue;
}

/** A schema that references lead to. */
export interface Definition {
  readonly container: '$defs' | 'definitions';
  readonly name: string;
  readonly source: JsonValue;
  /** A reference leads here. */
  used: boolean;
  /** Nothing refers to it, and the dialect can't take it. */
  dropped?: boolean;
  written?: JsonValue;
}

/** Where in the schema the compiler is. */
export interface Spot {
  readonly place: string;
  readonly level: number;
  /** The schema whose text this is: the root, or a definition. */
  readonly owner: JsonObject;
  /** The targets of references that are written out around here. */
  readonly active: ReadonlySet<JsonObject>;
  /** The property of the same text that holds this. */
  readonly property?: PropertySpot | undefined;
}

export interface PropertySpot {
  readonly name: string;
  readonly required: boolean;
  /** It must not be required any longer. */
  freed: boolean;
}

/** A node on its way into the dialect. */
export interface Draft {
  readonly run: DialectRun;
  readonly spot: Spot;
  /** Lost constraints in words. */
  readonly words: string[];
}

export function keeps({ dialect }: Pick<DialectRun, 'dialect'>, keyword: string): boolean {
  const { keywords } = dialect;
  return keywords === 'all' || keywords.includes(keyword);
}

export function below(spot: Spot, step: string, property = spot.property): Spot {
  return { ...spot, place: `${spot.place}/${step}`, level: spot.level + 1, property };
}

/** The schema now takes more than the original. */
export function lose(run: DialectRun, spot: Spot, what: string): void {
  run.lossy = true;
  run.notes.push({ place: spot.place, what });
}

/** The dialect has no way to say it. */
export function forbid(run: DialectRun, spot: Spot, what: string): void {
  run.obstacles.push({ place: spot.place, what });
}

/** The loosest schema; an obstacle where the dialect has none. */
export function anything(run: DialectRun, spot: Spot): JsonValue {
  if (run.dialect.noUntyped) forbid(run, spot, 'it may be anything');
  return {};
}
