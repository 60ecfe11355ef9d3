import type { Tool as ListedTool } from '@modelcontextprotocol/server';
import type { JsonObject, JsonValue } from '@pegboard/core';
import { isJsonObject } from '@pegboard/core/provider';

/** A parameter that is sent in a header too, so that what stands between can read it. */
interface HeaderParam {
  readonly path: readonly string[];
  readonly header: string;
}

/**
 * What is wrong with the headers of a call; undefined when they say what its arguments say. A parameter whose schema names a header
 * (`x-mcp-header`) has to be in it, as it is or in base64. Source: the revision 2026-07-28, "Custom headers from tool parameters".
 */
export function checkParamHeaders(
  { inputSchema }: Pick<ListedTool, 'inputSchema'>,
  args: JsonValue | undefined,
  headers: Headers,
): string | undefined {
  // JSON of a tool.
  for (const { path, header } of headerParams(inputSchema as JsonObject)) {
    const value = valueAt(args, path);
    if (!isPrimitive(value)) continue;
    const sent = headers.get(header);
    if (sent === null) return `${path.join('.')} is in the body, and the header ${header} is not there`;
    const read = decoded(sent);
    if (read === undefined) return `the header ${header} is not encoded as it should be`;
    if (!isSame(read, value)) return `the header ${header} is not what the body has as ${path.join('.')}`;
  }
  return undefined;
}

/** Only properties of properties: what stands under a choice may or may not count. */
function headerParams(schema: JsonObject, path: readonly string[] = []): readonly HeaderParam[] {
  const name = schema['x-mcp-header'];
  const own = typeof name === 'string' && path.length > 0 ? [{ path, header: `mcp-param-${name}` }] : [];
  const properties = isJsonObject(schema['properties']) ? schema['properties'] : {};
  const inner = Object.entries(properties).flatMap(([key, child]) =>
    isJsonObject(child) ? headerParams(child, [...path, key]) : [],
  );
  return [...own, ...inner];
}

function valueAt(args: JsonValue | undefined, path: readonly string[]): JsonValue | undefined {
  return path.reduce<JsonValue | undefined>(
    (value, key) => (isJsonObject(value) && Object.hasOwn(value, key) ? value[key] : undefined),
    args,
  );
}

function isPrimitive(value: JsonValue | undefined): value is string | number | boolean {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
}

function isSame(read: string, value: string | number | boolean): boolean {
  if (typeof value !== 'number') return read === String(value);
  return /^-?\d+(\.\d+)?$/.test(read) && Number(read) === value;
}

/** Text that headers cannot hold stands in base64 between `=?base64?` and `?=`. */
function decoded(sent: string): string | undefined {
  const [, inside] = /^=\?base64\?(.*)\?=$/s.exec(sent) ?? [];
  if (inside === undefined) return sent;
  if (!/^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/.test(inside)) return undefined;
  try {
    const bytes = Uint8Array.from(atob(inside), (letter) => letter.codePointAt(0) ?? 0);
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}
