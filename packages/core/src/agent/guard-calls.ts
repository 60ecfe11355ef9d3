import type { JsonObject, JsonValue } from '../contracts/json.ts';
import type { CallRecord, RunPatch } from '../contracts/run-state.ts';
import type { AnyTool, ToolOutcome } from '../contracts/tool.ts';
import { describeError } from '../errors/describe-error.ts';
import { isJsonObject } from '../lib/json.ts';
import { failedOutcome, successOutcome } from '../tools/outcome.ts';
import type { ValidCall } from '../tools/read-call.ts';
import { isToolReturn } from '../tools/result.ts';
import { type ActiveRun, foreignError, recordOf, settledAs } from './active-run.ts';
import { validateFor } from './validate-for.ts';
import { guardsAt, judge, type Subject, textOfParts } from './guards.ts';

/** Calls whose input has passed the guards; an approver may have put another in its place since. */
const passed = new WeakSet<ValidCall>();

/**
 * Why the guards refuse a call; undefined when it may run. A rewritten input is validated like any other and takes its place in `valid`.
 * Rejects only on abort.
 */
export async function refuseArgs(
  run: ActiveRun,
  callId: string,
  valid: ValidCall,
): Promise<ToolOutcome | undefined> {
  const guards = guardsAt(run, 'args');
  if (guards.length === 0 || passed.has(valid)) return undefined;
  const { tool } = valid;
  const { name } = tool;
  let current = valid;
  const subject = (value: JsonObject): ArgsSubject => ({
    at: 'args',
    callId,
    name,
    tool,
    value,
    text: JSON.stringify(value),
  });
  try {
    const judgement = await judge(run, guards, subject(valid.input), async (rewrite) => {
      current = await revalidated(run, callId, tool, rewrite);
      return subject(current.input);
    });
    if (judgement && 'block' in judgement)
      return failedOutcome('denied', `${name} was not run: a guard blocked it. ${judgement.block}`.trim());
  } catch (error) {
    run.signal.throwIfAborted();
    return failedOutcome('failed', `${name} was not run: ${describeError(error)}`);
  }
  passed.add(valid);
  if (current === valid) return undefined;
  // Whoever holds the call is to run it as it is now.
  Object.assign(valid, current);
  await run.record({ type: 'call', callId, set: { input: current.input, inputChanged: true } });
  return undefined;
}

type ArgsSubject = Extract<Subject, { at: 'args' }>;

async function revalidated(
  run: ActiveRun,
  callId: string,
  tool: AnyTool,
  rewrite: unknown,
): Promise<ValidCall> {
  if (!isJsonObject(rewrite)) throw foreignError('hook', 'The rewrite', 'the input of a call is an object');
  const reading = await validateFor(run, callId, tool, rewrite);
  if (!reading.ok) throw foreignError('hook', 'The rewrite', reading.message);
  return reading;
}

/** What came of a call, as the guards let the model see it. Never rejects but on abort. */
export async function guardResult(
  run: ActiveRun,
  { callId, name }: Pick<CallRecord, 'callId' | 'name'>,
  tool: Pick<AnyTool, 'trust' | 'maxResultChars'>,
  outcome: ToolOutcome,
): Promise<ToolOutcome> {
  const guards = guardsAt(run, 'result');
  if (guards.length === 0 || outcome.suspended || outcome.status === 'interrupted') return outcome;
  let current = outcome;
  const subject = ({ status, value, content, error }: ToolOutcome): ResultSubject => ({
    at: 'result',
    callId,
    name,
    status,
    value,
    content,
    text: [value === undefined ? error : valueText(value), textOfParts(content)].filter(Boolean).join('\n'),
  });
  try {
    const judgement = await judge(run, guards, subject(outcome), async (rewrite) => {
      current = await rewritten(current, tool, rewrite);
      return subject(current);
    });
    if (!judgement || !('block' in judgement)) return current;
    return failedOutcome('failed', `${name} ran, but a guard withheld its result. ${judgement.block}`.trim());
  } catch (error) {
    run.signal.throwIfAborted();
    return failedOutcome('failed', `${name} ran, but its result was withheld: ${describeError(error)}`);
  }
}

type ResultSubject = Extract<Subject, { at: 'result' }>;

function valueText(value: JsonValue): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** A bare value takes the place of value and content; `result(…)` says more. What a failed call is rewritten to stays a failure. */
async function rewritten(
  { status, metadata, final, trust }: ToolOutcome,
  tool: Pick<AnyTool, 'trust' | 'maxResultChars'>,
  rewrite: unknown,
): Promise<ToolOutcome> {
  if (status !== 'success') {
    if (typeof rewrite !== 'string') throw foreignError('hook', 'The rewrite', 'the error of a call is text');
    return { ...failedOutcome(status, rewrite), ...(trust && { trust }) };
  }
  const made = await successOutcome(tool, rewrite);
  if (made.status !== 'success') return made;
  // What the guard does not speak of stays as the tool said it.
  const known = { ...(metadata && { metadata }), ...(final && { final }), ...made, ...(trust && { trust }) };
  return isToolReturn(rewrite) && rewrite.trust ? { ...known, trust: rewrite.trust } : known;
}

type CallPatch = Extract<RunPatch, { type: 'call' }>;

/** The result of an external call, which `resume` has brought. */
export async function guardExternal(run: ActiveRun, patch: CallPatch): Promise<CallPatch> {
  const { callId, set } = patch;
  const record = recordOf(run, callId);
  if (record?.waitsFor !== 'external' || !set.status) return patch;
  const { phase: _, result: value, status = 'failed', content = [], ...rest } = set;
  const brought = { ...rest, status, content, ...(value !== undefined && { value }) };
  return { ...patch, set: settledAs(await guardResult(run, record, {}, brought)) };
}
