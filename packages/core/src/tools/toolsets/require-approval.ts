import type { Awaitable } from '../../contracts/json.ts';
import type { AnyTool, CallContext } from '../../contracts/tool.ts';
import { changeTools, deriveTool } from './change-tools.ts';
import type { Selection } from './pick-tools.ts';
import type { Derived, ToolSource } from './tool-source.ts';

/** Whether a call needs approval; text says why. `input` has been validated. */
export type ApprovalRule =
  | boolean
  | string
  | ((input: Readonly<Record<string, unknown>>, ctx: CallContext) => Awaitable<boolean | string>);

/**
 * Has a person approve calls of the selected tools, default all, where `when` says so, default always.
 * Only adds: a tool that asks for approval itself goes on asking.
 */
export function requireApproval<S extends ToolSource>(
  source: S,
  selection?: Selection,
  when: ApprovalRule = true,
): Derived<S> {
  const change = (tool: AnyTool): AnyTool => deriveTool(tool, { approval: withRule(tool, when) });
  return changeTools(source, 'requireApproval', change, selection);
}

function withRule({ approval: own = false }: AnyTool, when: ApprovalRule): ApprovalRule {
  if (typeof own !== 'function' && typeof when !== 'function') return combined([own, when]);
  return async (input, ctx) =>
    combined([
      // The erased `approval` takes what its own schema let through.
      typeof own === 'function' ? await own(input as never, ctx) : own,
      typeof when === 'function' ? await when(input, ctx) : when,
    ]);
}

/** All reasons, else whether either asks. */
function combined(answers: readonly (boolean | string)[]): boolean | string {
  const reasons = answers.filter((answer) => typeof answer === 'string' && answer !== '');
  return reasons.length > 0 ? [...new Set(reasons)].join('; ') : answers.includes(true);
}
