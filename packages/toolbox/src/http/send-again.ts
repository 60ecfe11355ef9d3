import { setTimeout as sleep } from 'node:timers/promises';
import { isPegboardError } from '@pegboard/core';

const mostTries = 3;
const firstDelayMs = 300;
const longestDelayMs = 10_000;
const passing = new Set([429, 502, 503, 504]);

/** Sends again what may be sent twice, up to three times in all, when the network or the server says that it may help. */
export async function sendAgain(
  send: () => Promise<Response>,
  { repeatable, signal }: { readonly repeatable: boolean; readonly signal: AbortSignal },
): Promise<Response> {
  for (let tries = 1; ; tries++) {
    const last = !repeatable || tries === mostTries;
    const answer = await send().catch((error: unknown) => {
      if (last || !isPegboardError(error) || error.code !== 'network') throw error;
      return undefined;
    });
    const wait = answer ? waitOf(answer, tries) : firstDelayMs * 2 ** (tries - 1);
    if (answer && (last || wait === undefined)) return answer;
    await answer?.body?.cancel();
    await sleep(wait, undefined, { signal }).catch(() => signal.throwIfAborted());
  }
}

/** Undefined: this answer is final. */
function waitOf({ status, headers }: Response, tries: number): number | undefined {
  if (!passing.has(status)) return undefined;
  const told = Number(headers.get('retry-after') ?? Number.NaN) * 1_000;
  if (Number.isNaN(told)) return firstDelayMs * 2 ** (tries - 1);
  return told <= longestDelayMs ? told : undefined;
}
