import { isJsonObject, type JsonObject, type JsonValue } from '@pegboard/core/provider';

/** The objects of a list that a host sent; none where it sent something else. */
export function listOf(value: JsonValue | undefined): readonly JsonObject[] {
  return Array.isArray(value) ? (value as readonly JsonValue[]).filter(isJsonObject) : [];
}
