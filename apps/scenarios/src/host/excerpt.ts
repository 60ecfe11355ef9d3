import type { JsonValue } from '@pegboard/core';

/** A request for the eye: indented, long texts shortened. */
export function excerpt(text: string): string {
  try {
    const whole = JSON.stringify(JSON.parse(text), (_, value: JsonValue) => shortened(value), 1);
    return whole.length > 6000 ? `${whole.slice(0, 3000)}\n…\n${whole.slice(-3000)}` : whole;
  } catch {
    return text.slice(0, 500);
  }
}

function shortened(value: JsonValue): JsonValue {
  if (typeof value !== 'string' || value.length <= 160) return value;
  return `${value.slice(0, 120)}… (${value.length} characters)`;
}
