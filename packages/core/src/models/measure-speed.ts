import type { ModelBatch, Target } from '../contracts/provider.ts';
import type { Usage } from '../contracts/usage.ts';
import { shows } from './target-answer.ts';

/** Measures targets while they answer. */
export interface Speedometer {
  /** Milliseconds that an answer of middle length would take; 0 for one that was never measured, or long ago. */
  readonly expectedMs: (target: Target) => number;
  /** The same stream, measured. A failure counts as a long wait; an abort does not count. */
  readonly measured: (
    target: Target,
    stream: AsyncIterable<ModelBatch>,
    signal: AbortSignal,
  ) => AsyncGenerator<ModelBatch>;
}

/** Averages; newer answers count more. */
interface Speed {
  readonly firstMs: number;
  readonly tokenMs: number;
  readonly at: number;
}

/** How much the newest measurement counts. */
const newest = 0.3;
/** A measurement says nothing after so many milliseconds. */
const staleMs = 300_000;
const failureMs = 30_000;
const middleTokens = 300;

export function createSpeedometer(now: () => number): Speedometer {
  const speeds = new Map<Target, Speed>();
  const known = (target: Target): Speed | undefined => {
    const speed = speeds.get(target);
    return speed && now() - speed.at < staleMs ? speed : undefined;
  };
  const note = (target: Target, firstMs: number, tokenMs: number | undefined): void => {
    const before = known(target);
    speeds.set(target, {
      firstMs: average(before?.firstMs, firstMs),
      tokenMs: tokenMs === undefined ? (before?.tokenMs ?? 0) : average(before?.tokenMs, tokenMs),
      at: now(),
    });
  };
  async function* measured(
    target: Target,
    stream: AsyncIterable<ModelBatch>,
    signal: AbortSignal,
  ): AsyncGenerator<ModelBatch> {
    const began = now();
    let firstAt: number | undefined;
    try {
      for await (const batch of stream) {
        if (shows(batch)) firstAt ??= now();
        const end = batch.at(-1);
        if (end?.type === 'finish') note(target, ...timesOf(began, firstAt ?? now(), now(), end.usage));
        yield batch;
      }
    } catch (error) {
      if (!signal.aborted) note(target, Math.max(failureMs, now() - began), undefined);
      throw error;
    }
  }
  const expectedMs = (target: Target): number => {
    const speed = known(target);
    return speed ? speed.firstMs + middleTokens * speed.tokenMs : 0;
  };
  return { expectedMs, measured };
}

/** An answer that came in one piece was written before it came: all of its time is that of its tokens. */
function timesOf(
  began: number,
  firstAt: number,
  endAt: number,
  { outputTokens = 0 }: Usage,
): [firstMs: number, tokenMs: number | undefined] {
  const inOne = endAt === firstAt;
  const ms = endAt - (inOne ? began : firstAt);
  if (outputTokens === 0) return [firstAt - began, undefined];
  return [inOne ? 0 : firstAt - began, ms / outputTokens];
}

function average(before: number | undefined, value: number): number {
  return before === undefined ? value : before + newest * (value - before);
}
