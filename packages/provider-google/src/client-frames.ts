import type { JsonValue } from '@pegboard/core/provider';

/** A signal of our own for an SDK, which may leave its listeners on it. */
export interface LinkedSignal {
  readonly signal: AbortSignal;
  /** Lets go of the caller's signal. */
  release(): void;
  /** Besides, ends what still runs. */
  end(): void;
}

export function linkSignal(outer: AbortSignal): LinkedSignal {
  const controller = new AbortController();
  const onAbort = (): void => controller.abort(outer.reason);
  outer.addEventListener('abort', onAbort, { once: true });
  if (outer.aborted) onAbort();
  const release = (): void => outer.removeEventListener('abort', onAbort);
  return {
    signal: controller.signal,
    release,
    end() {
      release();
      controller.abort();
    },
  };
}

/** Chunks of an SDK as plain JSON; whoever stops reading ends the connection. */
export async function* toFrames(
  chunks: AsyncIterable<unknown>,
  link: LinkedSignal,
  toError: (thrown: unknown) => unknown,
): AsyncGenerator<JsonValue, void, undefined> {
  try {
    for await (const chunk of chunks) yield toPlain(chunk);
  } catch (error) {
    throw toError(error);
  } finally {
    link.end();
  }
}

/** SDKs add methods and classes to what came over the wire. */
export function toPlain(value: unknown): JsonValue {
  return JSON.parse(JSON.stringify(value) ?? 'null') as JsonValue;
}
