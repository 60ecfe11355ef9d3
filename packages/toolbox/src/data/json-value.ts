import type { JsonObject, JsonValue } from '@pegboard/core';
import * as z from 'zod';

/** Any JSON. Its schema says nothing, where `z.json()` would say it by a recursion that not every API takes; calls are JSON already. */
export const jsonValue = () => z.unknown() as unknown as z.ZodType<JsonValue>; // the narrower type is what callers may pass

/** As core's door for providers has it, which would be one more door to load with this package. */
export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
