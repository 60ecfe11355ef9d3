import type { JsonObject, JsonValue } from '../contracts/json.ts';
import { matchesGlob } from '../lib/glob.ts';

/** Which calls a person must approve, besides those whose tools say so: a tool's name or glob, or more closely described. */
export type ApprovalRule =
  | string
  | {
      readonly tool: string;
      /** By parameter: the value it must have; in texts `*` stands for any characters. All must hold. Default: any input. */
      readonly when?: Readonly<Record<string, JsonValue>>;
      readonly reason?: string;
    };

/** Whether the first rule that applies to a call asks for approval, and why. */
export function ruleFor(rules: readonly ApprovalRule[], name: string, input: JsonObject): boolean | string {
  for (const rule of rules) {
    const { tool, when = {}, reason = true } = typeof rule === 'string' ? { tool: rule } : rule;
    const holds = Object.entries(when).every(
      ([key, wanted]) => Object.hasOwn(input, key) && fits(input[key], wanted),
    );
    if (matchesGlob(name, tool) && holds) return reason;
  }
  return false;
}

function fits(value: JsonValue | undefined, wanted: JsonValue): boolean {
  if (typeof wanted === 'string' && typeof value === 'string') return matchesGlob(value, wanted);
  return JSON.stringify(value) === JSON.stringify(wanted);
}
