import type { JsonSchema, ToolSpec } from '@pegboard/core';
import { shortenSchema } from './shorten-schema.ts';

/** What a tool costs in every request that offers it. */
export interface ToolCost {
  /** An estimate: a quarter of the characters of its JSON. Each model counts its own way. */
  readonly tokens: number;
  /** Of these, what a schema that says the same without repetition saves. */
  readonly savable: number;
  /** What would be left out. */
  readonly dropped: readonly string[];
}

export function toolCost({ name, description, inputSchema }: ToolSpec): ToolCost {
  const tokensWith = (schema: JsonSchema): number =>
    Math.ceil(JSON.stringify({ name, description, parameters: schema }).length / 4);
  const { schema, dropped } = shortenSchema(inputSchema);
  const tokens = tokensWith(inputSchema);
  return { tokens, savable: tokens - tokensWith(schema), dropped };
}
