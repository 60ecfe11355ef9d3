import {
  compileForDialect,
  isJsonObject,
  type JsonSchema,
  type JsonValue,
  type ToolSpec,
} from '@pegboard/core/provider';
import { outputDialect } from './dialect.ts';

/** Limits of a request, over all its strict schemas. Source: the guide on structured outputs. */
const most = { tools: 20, optional: 24, unions: 16 };

/**
 * Those of the tools, in their order, to whose schemas the host can hold the model: strict schemas that say all of the original, as far as the
 * limits of one request go.
 */
export function strictSchemas(tools: readonly ToolSpec[]): ReadonlyMap<ToolSpec, JsonSchema> {
  const chosen = new Map<ToolSpec, JsonSchema>();
  let [optional, unions] = [0, 0];
  for (const tool of tools) {
    const { status, schema } = compileForDialect(tool.inputSchema, outputDialect);
    if (status !== 'accepted' || chosen.size === most.tools) continue;
    const counts = count(schema);
    if (optional + counts.optional > most.optional || unions + counts.unions > most.unions) continue;
    optional += counts.optional;
    unions += counts.unions;
    chosen.set(tool, schema);
  }
  return chosen;
}

/** Counts too much where a member is named like a keyword, which is safe. */
function count(node: JsonValue): { optional: number; unions: number } {
  if (Array.isArray(node)) return sum(node.map(count));
  if (!isJsonObject(node)) return { optional: 0, unions: 0 };
  const { properties, required, anyOf, type } = node;
  const needed = Array.isArray(required) ? required.length : 0;
  const members = isJsonObject(properties) ? Object.keys(properties).length : 0;
  const own = {
    optional: Math.max(0, members - needed),
    unions: Number(anyOf !== undefined || Array.isArray(type)),
  };
  return sum([own, ...Object.values(node).map((inner) => count(inner ?? null))]);
}

function sum(all: readonly { optional: number; unions: number }[]): { optional: number; unions: number } {
  return {
    optional: all.reduce((total, { optional }) => total + optional, 0),
    unions: all.reduce((total, { unions }) => total + unions, 0),
  };
}
