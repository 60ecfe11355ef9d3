import { type Attributes, SpanKind } from '@opentelemetry/api';
import type { AnyTool, JsonObject, JsonValue } from '@pegboard/core';

interface ToolSpan {
  readonly kind?: SpanKind;
  readonly attributes: Attributes;
}

const plain: ToolSpan = { attributes: {} };
const known = new WeakMap<AnyTool, ToolSpan>();

/**
 * What a tool says of its spans, in `metadata.otel`: attributes such as `mcp.method.name`, and `kind: 'client'` where it asks another
 * process.
 */
export function spanOf(tool: AnyTool): ToolSpan {
  if (!tool.metadata) return plain;
  const cached = known.get(tool);
  if (cached) return cached;
  const { otel } = tool.metadata;
  const said = isObject(otel) ? readSpan(otel) : plain;
  known.set(tool, said);
  return said;
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
