import { type Attributes, SpanKind } from '@opentelemetry/api';
import type { AnyTool, JsonObject, JsonValue } from '@pegboard/core';
import { mcpMethod, own } from '../names.ts';

interface ToolSpan {
  readonly kind?: SpanKind;
  readonly attributes: Attributes;
}

const plain: ToolSpan = { attributes: {} };
const known = new WeakMap<AnyTool, ToolSpan>();

/**
 * What a tool says of its spans: in `metadata.otel` attributes, and `kind: 'client'` where it asks another process; in `metadata.mcp` that it
 * is one of an MCP server.
 */
export function spanOf(tool: AnyTool): ToolSpan {
  if (!tool.metadata) return plain;
  const cached = known.get(tool);
  if (cached) return cached;
  const { otel, mcp } = tool.metadata;
  const remote = isObject(mcp) ? ofServer(mcp) : plain;
  const told = isObject(otel) ? readSpan(otel) : plain;
  const said = { ...remote, ...told, attributes: { ...remote.attributes, ...told.attributes } };
  known.set(tool, said);
  return said;
}

/** The conventions want the call of an outer instrumentation to carry what an MCP client would say in a span of its own. */
function ofServer({ server }: JsonObject): ToolSpan {
  return {
    kind: SpanKind.CLIENT,
    attributes: { [mcpMethod]: 'tools/call', ...(typeof server === 'string' && { [own.mcpServer]: server }) },
  };
}

function readSpan({ kind, attributes }: JsonObject): ToolSpan {
  const entries = Object.entries(isObject(attributes) ? attributes : {});
  return {
    ...(kind === 'client' && { kind: SpanKind.CLIENT }),
    attributes: Object.fromEntries(
      entries.filter(([, value]) => ['string', 'number', 'boolean'].includes(typeof value)),
    ) as Attributes, // only such values are left
  };
}

function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
