import type { ApprovalDecision } from '../contracts/run-state.ts';
import type { CallRecord, RunPatch } from '../contracts/run-state.ts';
import { isJsonObject } from '../lib/json.ts';
import { describeValue } from '../schema/describe-value.ts';
import { failedOutcome } from '../tools/outcome.ts';
import { invalidState } from './invalid-state.ts';

/** What a decision makes of a call that waits for approval. Throws `ConfigError` for anything that is no decision: silence and slips are no consent. */
export function decide(
  { callId, name, digest: asked }: Pick<CallRecord, 'callId' | 'name' | 'digest'>,
  decision: ApprovalDecision,
): Extract<RunPatch, { type: 'call' }> {
  const given: unknown = decision;
  const {
    approve: yes,
    deny,
    input,
    digest = asked,
  } = isJsonObject(given) ? given : { approve: given === true };
  if (given === false || typeof deny === 'string') {
    const reason = typeof deny === 'string' && deny ? ` Reason: ${deny}` : '';
    const denied = failedOutcome('denied', `${name} was not run: permission was denied.${reason}`);
    return { type: 'call', callId, set: { ...denied, phase: 'settled' } };
  }
  if (yes !== true) {
    throw invalidState(
      `The decision on call "${callId}" is none`,
      `got ${describeValue(given)}`,
      'Pass true, false, { approve: true, input } or { deny: "reason" }',
    );
  }
  if (digest !== asked) {
    throw invalidState(
      `The approval of call "${callId}" is for something else`,
      'its digest is not the one of this call, tool and input',
      'Show the call of result.pending again and decide',
    );
  }
  const changed = isJsonObject(input) && { input, inputChanged: true };
  return { type: 'call', callId, set: { phase: 'open', approved: true, ...changed } };
}
