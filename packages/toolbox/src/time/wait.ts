import { setTimeout as sleep } from 'node:timers/promises';
import { defineTool, type Tool } from '@pegboard/core';
import { checkOptionKinds } from '@pegboard/core/tools';
import * as z from 'zod';

export interface WaitOptions {
  /** Longest wait, in seconds. Default 60. */
  readonly maxSeconds?: number;
}

const inputOf = (most: number) =>
  z
    .object({ seconds: z.number().min(0).max(most).describe('How long; parts of a second are fine.') })
    .meta({ examples: [{ seconds: Math.min(1, most) }] });

const output = () => z.object({ waited_seconds: z.number() });

/** `wait`: nothing, for a while; an abort ends it. */
export function wait(
  options: WaitOptions = {},
): Tool<z.input<ReturnType<typeof inputOf>>, z.infer<ReturnType<typeof output>>> {
  checkOptionKinds('wait', options, { maxSeconds: 'count' });
  const { maxSeconds = 60 } = options;
  return defineTool({
    name: 'wait',
    description: `Does nothing for some seconds, at most ${maxSeconds}. Use it before you ask again for something that needs time, such as a job that still runs or a service that told you to come back later. Do not use it to think.`,
    input: inputOf(maxSeconds),
    output: output(),
    effects: { idempotent: true },
    timeoutMs: maxSeconds * 1_000 + 10_000,
    maxResultChars: 200,
    execute: async ({ seconds }, { signal }) => {
      await sleep(seconds * 1_000, undefined, { signal }).catch(() => signal.throwIfAborted());
      return { waited_seconds: seconds };
    },
  });
}
