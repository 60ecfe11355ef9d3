import { isJsonObject, type JsonObject, type JsonValue } from '@pegboard/core/provider';

/** `reasoning_details` of OpenRouter and others, put together out of the pieces of a stream: they go back as a whole. */
export interface ReasoningDetails {
  /** Adds what a chunk holds. Gives the text in it that a person may read. */
  add(value: unknown): string;
  readonly list: readonly JsonObject[];
}

/** Keys whose pieces are joined; of others the last one counts. */
const joined = ['text', 'summary', 'data'] as const;

export function createReasoningDetails(): ReasoningDetails {
  const list: Record<string, JsonValue | undefined>[] = [];
  const addOne = (detail: JsonObject): string => {
    const last = list.at(-1);
    const goesOn = last !== undefined && last.type === detail.type && last.index === detail.index;
    if (!goesOn) list.push({ ...detail });
    else
      for (const [key, value] of Object.entries(detail)) {
        const before = last[key];
        const joins = joined.some((each) => each === key);
        if (joins && typeof before === 'string' && typeof value === 'string') last[key] = before + value;
        else if (value !== null || before === undefined) last[key] = value;
      }
    const { text, summary } = detail;
    return typeof text === 'string' ? text : typeof summary === 'string' ? summary : '';
  };
  return {
    add: (value) => (Array.isArray(value) ? value.filter(isJsonObject).map(addOne).join('') : ''),
    list,
  };
}
