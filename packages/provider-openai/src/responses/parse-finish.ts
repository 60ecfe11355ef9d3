import { type Finish, type FinishReason, isJsonObject } from '@pegboard/core/provider';
import type { ResponseBody } from './wire.ts';

const incomplete: Readonly<Record<string, FinishReason>> = {
  max_output_tokens: 'length',
  content_filter: 'content-filter',
};

/** The reason of an incomplete answer counts before what the answer holds; a refusal wins over calls. */
export function parseFinish(
  { status, incomplete_details: details }: ResponseBody,
  { calls, refusal }: { readonly calls: boolean; readonly refusal: boolean },
): Finish {
  const word = typeof status === 'string' ? status : undefined;
  if (word === 'incomplete') {
    const reason = isJsonObject(details) && typeof details.reason === 'string' ? details.reason : word;
    const known = Object.hasOwn(incomplete, reason) ? incomplete[reason] : undefined;
    return { unified: known ?? (refusal ? 'refusal' : 'other'), raw: reason };
  }
  const unified = refusal ? 'refusal' : calls ? 'tool-calls' : word === 'completed' ? 'stop' : 'other';
  return { unified, ...(word !== undefined && { raw: word }) };
}
