import type { StopReason } from '../contracts/run-state.ts';
import type { NestedRun } from '../contracts/tool.ts';
import type { Usage } from '../contracts/usage.ts';
import { type ActiveRun, isPaused } from './active-run.ts';

export interface LimitReached {
  readonly stopReason: StopReason;
  readonly stopDetail: string;
  /** Of an answer that is not kept. */
  readonly usage?: Usage;
}

/** A provider that pauses more often within one turn is going in circles. */
const maxPauses = 20;

function pausesInARow({ state }: ActiveRun): number {
  const spoken = state.messages.findLastIndex(
    (message) => message.role !== 'assistant' || message.finish?.unified !== 'pause',
  );
  return state.messages.length - 1 - spoken;
}

/** The limit that forbids another model call, if one does. Asked before each. */
export function reachedLimit(run: ActiveRun): LimitReached | undefined {
  const { state, config } = run;
  const { turns = false, requests = false, toolCalls = false, tokens = false, usd = false } = config.limits;
  // Answers without a valid `output` have a budget of their own.
  if (!isPaused(run) && state.refusedOutputs?.at(-1) !== state.turn) {
    if (config.singleTurn && state.turn >= 1)
      return { stopReason: 'turn', stopDetail: 'One turn was asked for.' };
    if (turns !== false && state.turn >= turns)
      return { stopReason: 'max-turns', stopDetail: `The limit of ${turns} turns is used up.` };
  }
  const used = usedBy(run);
  return (
    over('pauses of the provider in one turn', maxPauses, pausesInARow(run)) ??
    over('model requests', requests, used.requests) ??
    // Calls over the limit were denied; only then is there no point in another turn.
    over('tool calls', toolCalls, used.toolCalls - 1) ??
    over('tokens', tokens, used.tokens) ??
    over('US dollars', usd, used.usd) ??
    over('milliseconds', config.limits.durationMs ?? false, used.durationMs)
  );
}

/** What counts against the limits. */
export function usedBy({ state, elapsedMs }: ActiveRun): Required<NestedRun['limits']> {
  const { usage, requests, calls, usd = 0 } = state;
  const { inputTokens = 0, outputTokens = 0, totalTokens = 0 } = usage;
  return {
    tokens: Math.max(totalTokens, inputTokens + outputTokens),
    requests,
    toolCalls: calls.length,
    durationMs: elapsedMs(),
    usd,
  };
}

function over(unit: string, limit: number | false, used: number): LimitReached | undefined {
  if (limit === false || used < limit) return undefined;
  return { stopReason: 'budget', stopDetail: `The limit of ${limit} ${unit} is used up.` };
}

/** Ends a run as `stopped`: as the reason of an abort, or thrown by what the loop calls. */
export class RunStop extends DOMException {
  readonly stop: LimitReached;

  constructor(stop: LimitReached, message: string) {
    super(message, 'TimeoutError');
    this.stop = stop;
  }
}

export function durationUp(limit: number): RunStop {
  const stopDetail = `The limit of ${limit} milliseconds is used up.`;
  return new RunStop({ stopReason: 'budget', stopDetail }, `the run took longer than ${limit} ms`);
}
