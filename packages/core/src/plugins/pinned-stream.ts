import type { RunStream } from '../agent/run-stream.ts';
import type { AgentEvent } from '../contracts/event.ts';
import type { RunResult } from '../contracts/run-result.ts';

/** Hands the stream over to whoever reads it and resolves with its result. */
type Begin<R> = (stream: RunStream<R>) => Promise<RunResult<R>>;

/** A stream of a run whose agent is chosen only when it begins: with the first event or when `result` is read. */
export function pinnedStream<R, O extends { readonly signal?: AbortSignal }>(
  options: O,
  start: (options: O, begin: Begin<R>) => Promise<RunResult<R>>,
): RunStream<R> {
  const left = new AbortController();
  const signal = options.signal ? AbortSignal.any([options.signal, left.signal]) : left.signal;
  let result: Promise<RunResult<R>> | undefined;
  let found: (stream: RunStream<R> | undefined) => void;
  const stream = new Promise<RunStream<R> | undefined>((resolve) => (found = resolve));
  const begin = (): Promise<RunResult<R>> => {
    if (result) return result;
    result = start({ ...options, signal }, (inner) => {
      found(inner);
      return inner.result;
    });
    result.catch(() => found(undefined));
    return result;
  };
  /** A run that could not begin has no stream; its result says why. */
  const begun = async (): Promise<RunStream<R>> => {
    const running = begin();
    return (await stream) ?? running.then(() => begun());
  };
  const reader = <E>(of: (inner: RunStream<R>) => AsyncIterable<E>): AsyncIterableIterator<E> => {
    let iterator: AsyncIterator<E> | undefined;
    const reading: AsyncIterableIterator<E> = {
      async next() {
        iterator ??= of(await begun())[Symbol.asyncIterator]();
        return iterator.next();
      },
      async return() {
        left.abort(new DOMException('the stream was left before its end', 'AbortError'));
        return (await iterator?.return?.()) ?? { done: true, value: undefined };
      },
      [Symbol.asyncIterator]: () => reading,
    };
    return reading;
  };
  return {
    get result() {
      return begin();
    },
    get text() {
      return { [Symbol.asyncIterator]: () => reader((inner) => inner.text) };
    },
    [Symbol.asyncIterator]: () => reader<AgentEvent>((inner) => inner),
    steer: async (message) => (await stream)?.steer(message) ?? false,
    queue: async (message) => (await stream)?.queue(message) ?? false,
  };
}
