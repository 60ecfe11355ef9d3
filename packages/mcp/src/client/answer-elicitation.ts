import type { ElicitResult } from '@modelcontextprotocol/client';
import type { JsonObject } from '@pegboard/core';
import type { ConnectContext } from './connection.ts';
import { describe } from './describe.ts';
import type { McpElicitAnswer, McpElicitation } from './options.ts';

/** Asks the application; what it does not answer, or where there is no handler, is declined. Never rejects. */
export async function answerElicitation(
  params: JsonObject,
  { spec, calls, diagnostics }: ConnectContext,
  signal: AbortSignal,
): Promise<ElicitResult> {
  const { onElicit } = spec.options;
  if (!onElicit) return { action: 'decline' };
  const call = calls.only();
  const elicitation = elicitationOf(params, spec.name, call?.callId);
  const until = call ? AbortSignal.any([signal, call.signal]) : signal;
  try {
    const answer = (await Promise.race([onElicit(elicitation, { signal: until }), aborted(until)])) ?? {
      action: 'decline',
    };
    return resultOf(answer);
  } catch (error) {
    if (!until.aborted) diagnostics.report('elicitation', `\`onElicit\` failed: ${describe(error)}`);
    return { action: 'cancel' };
  }
}

function elicitationOf(params: JsonObject, server: string, callId: string | undefined): McpElicitation {
  const { message, mode, url, requestedSchema } = params;
  const base = {
    server,
    message: typeof message === 'string' ? message : '',
    ...(callId !== undefined && { callId }),
  };
  if (mode === 'url' && typeof url === 'string') return { ...base, mode, url };
  // The SDK has checked that it is an object.
  return { ...base, mode: 'form', schema: (requestedSchema ?? {}) as JsonObject };
}

/** The SDK checks the values against the schema that the server gave. */
function resultOf(answer: McpElicitAnswer): ElicitResult {
  if (answer.action !== 'accept') return { action: answer.action };
  // JSON of the application, of which the protocol takes strings, numbers, booleans and lists of strings.
  return { action: 'accept', content: (answer.content ?? {}) as NonNullable<ElicitResult['content']> };
}

function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    if (signal.aborted) reject(signal.reason);
    else signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
}
