import type { Awaitable } from '../../contracts/json.ts';
import type { AnyTool, CallContext } from '../../contracts/tool.ts';
import { changeTools, deriveTool } from './change-tools.ts';
import type { Selection } from './pick-tools.ts';
import type { Derived, ToolSource } from './tool-source.ts';

/** Says whether a call needs approval, and why. `input` has been validated. */
export type ApprovalRule = (
  input: Readonly<Record<string, unknown>>,
  ctx: CallContext,
) => Awaitable<boolean | string>;

const always: ApprovalRule = () => true;

/**
 * Has a person approve calls of the selected tools, default all, where `when` says so, default always.
 * Only adds: a tool that asks for approval itself goes on asking.
 */
export function requireApproval<S extends ToolSource>(
  source: S,
  selection?: Selection,
  when: ApprovalRule = always,
): Derived<S> {
  const change = (tool: AnyTool): AnyTool => deriveTool(tool, { approval: withRule(tool, when) });
  return changeTools(source, 'requireApproval', change, selection);
}

function withRule({ approval: own = false }: AnyTool, when: ApprovalRule): ApprovalRule | boolean {
  if (when === always && typeof own !== 'function') return true;
  if (own === false) return when;
  return async (input, ctx) => {
    // The erased `approval` takes what its own schema let through.
    const asked = typeof own === 'function' ? await own(input as never, ctx) : own;
    const answers = [asked, await when(input, ctx)];
    const reasons = answers.filter((answer) => typeof answer === 'string' && answer !== '');
    return reasons.length > 0 ? [...new Set(reasons)].join('; ') : answers.includes(true);
  };
}
