import type { Finish, FinishReason } from '@pegboard/core/provider';

const reasons: Readonly<Record<string, FinishReason>> = {
  stop: 'stop',
  length: 'length',
  tool_calls: 'tool-calls',
  function_call: 'tool-calls',
  content_filter: 'content-filter',
};

/** A refusal counts whatever the reason says, and calls win over `stop`, which some hosts send with them. */
export function parseFinish(raw: string | undefined, found: { calls: boolean; refusal: boolean }): Finish {
  return { unified: unify(raw, found), ...(raw !== undefined && { raw }) };
}

function unify(
  raw: string | undefined,
  { calls, refusal }: { calls: boolean; refusal: boolean },
): FinishReason {
  const reason = raw !== undefined && Object.hasOwn(reasons, raw) ? (reasons[raw] ?? 'other') : 'other';
  if (refusal) return 'refusal';
  if (reason === 'length' || reason === 'content-filter') return reason;
  if (calls) return 'tool-calls';
  return reason === 'tool-calls' ? 'stop' : reason;
}
