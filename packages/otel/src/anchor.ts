/** One moment on both clocks: milliseconds since 1970, whole as others take them, and a reading of `performance.now()`. */
export interface Anchor {
  readonly time: number;
  readonly reading: number;
}

/** The spans of a run share one, so that their times agree. */
export function takeAnchor(): Anchor {
  return { time: Date.now(), reading: performance.now() };
}
