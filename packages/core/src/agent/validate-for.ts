import type { JsonObject } from '../contracts/json.ts';
import type { AnyTool } from '../contracts/tool.ts';
import { validateInput } from '../tools/read-call.ts';
import { type ActiveRun, callContext } from './active-run.ts';

/** Validates the input of a call that somebody has changed, or that another process has read. */
export function validateFor(
  run: ActiveRun,
  callId: string,
  tool: AnyTool,
  input: JsonObject,
): ReturnType<typeof validateInput> {
  const ctx = callContext(run, callId, run.state.messages);
  return validateInput(tool, input, { hookMs: run.config.timeouts.hookMs, ctx });
}
