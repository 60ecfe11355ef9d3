import type { Finish, FinishReason } from '@pegboard/core/provider';

const reasons: Readonly<Record<string, FinishReason>> = {
  STOP: 'stop',
  MAX_TOKENS: 'length',
  SAFETY: 'content-filter',
  RECITATION: 'content-filter',
  LANGUAGE: 'content-filter',
  BLOCKLIST: 'content-filter',
  PROHIBITED_CONTENT: 'content-filter',
  SPII: 'content-filter',
  MALFORMED_FUNCTION_CALL: 'error',
  UNEXPECTED_TOOL_CALL: 'error',
  TOO_MANY_TOOL_CALLS: 'error',
  MALFORMED_RESPONSE: 'error',
  MISSING_THOUGHT_SIGNATURE: 'error',
};

/** The model stumbled over a call: asked again, it may well do better. */
export function mayBeAskedAgain(raw: string | undefined): boolean {
  return raw === 'MALFORMED_FUNCTION_CALL' || raw === 'UNEXPECTED_TOOL_CALL' || raw === 'TOO_MANY_TOOL_CALLS';
}

/** What an answer was besides its finish reason. */
export interface Ending {
  readonly calls: boolean;
  /** There is a token with which it goes on. */
  readonly continues: boolean;
  /** Why the prompt itself was refused. */
  readonly blocked: string | undefined;
}

export function parseFinish(raw: string | undefined, { calls, continues, blocked }: Ending): Finish {
  if (raw === undefined && blocked !== undefined) return { unified: 'content-filter', raw: blocked };
  const reason = unify(raw ?? '', continues);
  return {
    unified: reason === 'stop' && calls ? 'tool-calls' : reason,
    ...(raw !== undefined && { raw }),
  };
}

function unify(raw: string, continues: boolean): FinishReason {
  if (raw === 'CONTINUATION') return continues ? 'pause' : 'other';
  if (raw.startsWith('IMAGE_')) return 'content-filter';
  return Object.hasOwn(reasons, raw) ? (reasons[raw] ?? 'other') : 'other';
}
