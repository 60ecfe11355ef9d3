import type { JsonObject, JsonValue } from '../contracts/json.ts';
import type { AnyTool } from '../contracts/tool.ts';
import { matchesGlob } from '../lib/glob.ts';
import { isSelected, isTakingAway } from '../tools/select-tools.ts';

/**
 * Which calls a person must approve, besides those whose tools say so: a selector of tools, or more closely described. In a list `!` takes
 * away what came before, as the first of all from every tool; a list in a list counts by itself.
 */
export type ApprovalRule =
  | ToolRule
  | {
      readonly tool: ToolRule;
      /** By parameter: the value it must have; in texts `*` stands for any characters. All must hold. Default: any input. */
      readonly when?: Readonly<Record<string, JsonValue>>;
      readonly reason?: string;
    }
  | readonly ApprovalRule[];

/** A name, a glob (`file_*`), a tag (`#net`), or a function that says which tools. */
type ToolRule = string | ((tool: AnyTool) => boolean);

/** Whether the rules ask for approval of a call, and why: the reason of the first that does. */
export function ruleFor(rules: readonly ApprovalRule[], tool: AnyTool, input: JsonObject): boolean | string {
  let asked: boolean | string = isTakingAway(rules[0]);
  for (const rule of rules) {
    if (isTakingAway(rule)) asked = !isSelected(tool, rule.slice(1)) && asked;
    else asked ||= isList(rule) ? ruleFor(rule, tool, input) : askedBy(rule, tool, input);
  }
  return asked;
}

function askedBy(
  rule: Exclude<ApprovalRule, readonly ApprovalRule[]>,
  tool: AnyTool,
  input: JsonObject,
): boolean | string {
  const { tool: selector, when = {}, reason } = typeof rule === 'object' ? rule : { tool: rule };
  const holds = Object.entries(when).every(
    ([key, wanted]) => Object.hasOwn(input, key) && fits(input[key], wanted),
  );
  return holds && isSelected(tool, selector) && (reason || true);
}

function isList(rule: ApprovalRule): rule is readonly ApprovalRule[] {
  return Array.isArray(rule);
}

function fits(value: JsonValue | undefined, wanted: JsonValue): boolean {
  if (typeof wanted === 'string' && typeof value === 'string') return matchesGlob(value, wanted);
  return JSON.stringify(value) === JSON.stringify(wanted);
}
