import type { JsonObject, JsonValue } from '../contracts/json.ts';
import { type Draft, RawNumber } from '../schema/coerce-draft.ts';

const deepest = 500;

/** Arguments that came as an object: whole numbers beyond the exact ones are marked, since their digits are lost. Undefined when nested too deeply. */
export function draftOf(args: JsonObject): Draft | undefined {
  let deep = false;
  const visit = (value: JsonValue | undefined, depth: number): Draft => {
    if (typeof value === 'number' && Number.isInteger(value) && !Number.isSafeInteger(value)) {
      return new RawNumber(String(value), true);
    }
    if (typeof value !== 'object' || value === null) return value ?? null;
    deep ||= depth > deepest;
    if (deep) return null;
    if (Array.isArray(value)) return value.map((item: JsonValue) => visit(item, depth + 1));
    const members = Object.entries(value).filter(([, member]) => member !== undefined);
    return Object.fromEntries(members.map(([key, member]) => [key, visit(member, depth + 1)]));
  };
  const draft = visit(args, 0);
  return deep ? undefined : draft;
}
