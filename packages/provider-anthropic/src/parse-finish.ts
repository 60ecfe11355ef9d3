import type { Finish, FinishReason } from '@pegboard/core/provider';

const reasons: Readonly<Record<string, FinishReason>> = {
  end_turn: 'stop',
  stop_sequence: 'stop',
  max_tokens: 'length',
  model_context_window_exceeded: 'length',
  tool_use: 'tool-calls',
  pause_turn: 'pause',
  refusal: 'refusal',
};

/** Calls win over a normal end, which compatible hosts send with them. */
export function parseFinish(raw: string | undefined, calls: boolean): Finish {
  return { unified: unify(raw, calls), ...(raw !== undefined && { raw }) };
}

function unify(raw: string | undefined, calls: boolean): FinishReason {
  const reason = raw !== undefined && Object.hasOwn(reasons, raw) ? (reasons[raw] ?? 'other') : 'other';
  if (reason === 'stop' && calls) return 'tool-calls';
  return reason === 'tool-calls' && !calls ? 'stop' : reason;
}
