import type { ToolHook } from '../contracts/hooks.ts';
import type { Awaitable } from '../contracts/json.ts';
import type { ToolOutcome } from '../contracts/tool.ts';
import { encode } from '../tools/encode-plain.ts';
import { interrupted } from '../tools/execute-call.ts';
import { failedOutcome } from '../tools/outcome.ts';
import type { ValidCall } from '../tools/read-call.ts';
import type { ActiveRun } from './active-run.ts';
import { hookClock, hookError, tooLate } from './hook-calls.ts';
import { validateFor } from './validate-for.ts';
import { guardResult, refuseArgs } from './guard-calls.ts';

type RunTool = (call: ValidCall) => Promise<ToolOutcome>;

/**
 * Runs a call inside the `tool` hooks, the first outermost, and the guards around them. Never rejects: a failed hook or guard fails the
 * call.
 */
export function aroundTool(
  run: ActiveRun,
  callId: string,
  valid: ValidCall,
  execute: RunTool,
): Promise<ToolOutcome> {
  const hooked = run.config.hooks.reduceRight<RunTool>(
    (inner, { tool: hook, name = 'tool' }) =>
      hook ? (call) => runHook(run, callId, call, name, hook, inner) : inner,
    execute,
  );
  return run.config.guarded ? insideGuards(run, callId, valid, hooked) : hooked(valid);
}

async function insideGuards(
  run: ActiveRun,
  callId: string,
  valid: ValidCall,
  hooked: RunTool,
): Promise<ToolOutcome> {
  const { tool } = valid;
  try {
    const refused = await refuseArgs(run, callId, valid);
    return refused ?? (await guardResult(run, { callId, name: tool.name }, tool, await hooked(valid)));
  } catch {
    return interrupted();
  }
}

function runHook(
  run: ActiveRun,
  callId: string,
  valid: ValidCall,
  name: string,
  hook: ToolHook,
  inner: RunTool,
): Promise<ToolOutcome> {
  const { context, signal } = run;
  const { runId, turn } = run.state;
  const { tool, input } = valid;
  const clock = hookClock(run);
  let over = false;
  const next = (changed = input): Promise<ToolOutcome> => {
    if (over) return Promise.reject(tooLate(name));
    if (changed === input) return clock.outside(inner(valid));
    // Input that a hook has changed is validated like any other.
    const validated = validateFor(run, callId, tool, changed).then((reading) =>
      reading.ok ? inner(reading) : failedOutcome('failed', reading.message),
    );
    return clock.outside(validated);
  };
  const judge = async (made: Promise<ToolOutcome>): Promise<ToolOutcome> => {
    over = false;
    let fault: unknown = 'it gave no outcome: return what next() gave';
    try {
      const outcome = await made;
      if (outcome && outcome === clock.last) return outcome;
      const encoded = await encode(outcome);
      if (encoded.ok && isOutcome(encoded.value)) return encoded.value;
    } catch (error) {
      if (signal.aborted) return interrupted();
      fault = error;
    } finally {
      over = true;
    }
    return failedOutcome('failed', hookError(name, fault).message);
  };
  const work = (): Awaitable<ToolOutcome> => {
    const call = { runId, turn, callId, name: tool.name, tool, input, context, signal };
    const made = hook(call, next);
    // Unless it is judged: what was handed on is the hook's answer.
    over = true;
    return made;
  };
  return clock.run({ work, judge });
}

const statuses: readonly unknown[] = ['success', 'failed', 'denied', 'retry', 'interrupted'];

/** A hook in JavaScript may return anything. */
function isOutcome(value: unknown): value is ToolOutcome {
  const { status, content } = Object(value) as Record<string, unknown>; // whatever it is, an object has no other
  return statuses.includes(status) && Array.isArray(content) && content.length > 0;
}
