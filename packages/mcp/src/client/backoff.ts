/** When to try again, and how long to wait before. */
export interface Backoff {
  /** Milliseconds before the next try of a series. */
  readonly pauseMs: () => number;
  /** Whether a series of tries may begin. */
  readonly mayTry: () => boolean;
  readonly failed: () => void;
  /** A series is over without success. */
  readonly gaveUp: () => void;
  readonly connected: () => void;
  /** The connection broke; true when that happens often, so that the next try should wait. */
  readonly broke: () => boolean;
}

/** A connection that broke sooner after it was made counts as a failure. */
const shortMs = 10_000;
/** Milliseconds in which a server that could not be reached is left alone, doubled each time. */
const restMs = 2_000;

export function createBackoff(delayMs: number, maxDelayMs: number): Backoff {
  let failures = 0;
  let series = 0;
  let retryAt = 0;
  let connectedAt = 0;
  return {
    pauseMs: () => Math.min(maxDelayMs, delayMs * 2 ** Math.max(0, failures - 1)),
    mayTry: () => Date.now() >= retryAt,
    failed() {
      failures += 1;
    },
    gaveUp() {
      retryAt = Date.now() + Math.min(maxDelayMs, restMs * 2 ** series++);
    },
    connected() {
      connectedAt = Date.now();
      series = 0;
    },
    broke() {
      failures = Date.now() - connectedAt < shortMs ? failures + 1 : 0;
      return failures > 1;
    },
  };
}
