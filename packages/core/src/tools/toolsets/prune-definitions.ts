import type { JsonObject } from '../../contracts/json.ts';
import type { JsonSchema } from '../../contracts/standard-schema.ts';
import { isJsonObject } from '../../lib/json.ts';

/** The schema without definitions that nothing in it refers to. Left alone where references may be other than `#/$defs/name`. */
export function pruneDefinitions(schema: JsonSchema): JsonSchema {
  if (/"\$(anchor|id|dynamicRef|dynamicAnchor|recursiveRef)"/.test(JSON.stringify(schema))) return schema;
  return ['$defs', 'definitions'].reduce(pruneHome, schema);
}

function pruneHome(schema: JsonSchema, home: string): JsonSchema {
  const { [home]: definitions, ...rest } = schema;
  if (!isJsonObject(definitions)) return schema;
  const kept: Record<string, JsonObject[string]> = {};
  for (let size = -1; size < Object.keys(kept).length;) {
    size = Object.keys(kept).length;
    const text = JSON.stringify([rest, kept]);
    for (const [name, definition] of Object.entries(definitions)) {
      if (isUsed(text, home, name)) kept[name] = definition;
    }
  }
  return Object.keys(kept).length > 0 ? { ...rest, [home]: kept } : rest;
}

/** Names that are written otherwise in references count as used. */
function isUsed(text: string, home: string, name: string): boolean {
  if (!/^[\w.-]+$/.test(name)) return true;
  return text.includes(`"#/${home}/${name}"`) || text.includes(`"#/${home}/${name}/`);
}
