import { isPegboardError, PegboardError } from '@pegboard/core';
import type { TextAnswer } from './service-definition.ts';

/** Of an answer. */
export const maxBytes = 5_000_000;

export interface ExchangeLimits {
  readonly title: string;
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
}

/** One request and its whole answer, within limits whatever the `fetch`. Rejects with a `PegboardError` or the signal's reason. */
export async function exchange(
  send: typeof fetch,
  url: URL,
  init: RequestInit,
  { title, timeoutMs, signal }: ExchangeLimits,
): Promise<TextAnswer> {
  const deadline = AbortSignal.timeout(timeoutMs);
  try {
    const response = await send(url, { ...init, signal: AbortSignal.any([signal, deadline]) });
    return { status: response.status, headers: response.headers, text: await readText(response, title) };
  } catch (error) {
    signal.throwIfAborted();
    if (isPegboardError(error)) throw error;
    throw deadline.aborted ? late(title, timeoutMs) : unreachable(title, error);
  }
}

async function readText(response: Response, title: string): Promise<string> {
  const decoder = new TextDecoder();
  let text = '';
  let bytes = 0;
  for await (const chunk of response.body ?? []) {
    bytes += chunk.byteLength;
    if (bytes > maxBytes)
      throw new PegboardError({
        code: 'invalid-response',
        what: `The answer of ${title} is too long`,
        evidence: `It has more than ${maxBytes} bytes`,
        fix: 'Ask for fewer results',
      });
    text += decoder.decode(chunk, { stream: true });
  }
  return text + decoder.decode();
}

function late(title: string, timeoutMs: number): PegboardError {
  return new PegboardError({
    code: 'timeout',
    what: `${title} did not answer in time`,
    evidence: `The limit is ${timeoutMs} ms`,
    fix: 'Try again later',
  });
}

function unreachable(title: string, cause: unknown): PegboardError {
  return new PegboardError({
    code: 'network',
    what: `${title} could not be reached`,
    fix: 'Try again later',
    cause,
  });
}
