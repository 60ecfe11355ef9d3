import type { AgentEvent } from '../contracts/event.ts';
import type { JsonValue } from '../contracts/json.ts';
import type { Input } from '../contracts/message.ts';
import type { RunResult } from '../contracts/run-result.ts';
import { ConfigError } from '../errors/config-error.ts';
import { messagesOf } from '../messages/check-messages.ts';
import type { Listener, TextListener } from './emitter.ts';
import type { Inbox } from './inbox.ts';

/**
 * A run as it happens: iterate it for its events, or `text` for the answer's text alone; one consumer. It starts when it is iterated or
 * when `result` is read. A second reader is refused with a `ConfigError`. Leaving the loop early aborts the run. A failed run rejects the iteration and `result` with the same
 * `RunError`; neither makes an unhandled rejection.
 */
export interface RunStream<T = JsonValue> extends AsyncIterable<AgentEvent> {
  /** The pieces of the answer's text; not those of agents inside tools, whose events have a `path`. */
  readonly text: AsyncIterable<string>;
  /** Drives the run to its end, whether events are read or not. */
  readonly result: Promise<RunResult<T>>;
  /**
   * Says something to the model while it works: it is told before its next turn, or when it believes itself done. Resolves with true once
   * the message is in the conversation, with false when the run ended before; rejects with `ConfigError` for what is no input.
   */
  steer(message: Input): Promise<boolean>;
  /** Like `steer`, but when the task is done; then the run goes on with it. Several follow one after the other. */
  queue(message: Input): Promise<boolean>;
}

type Begin<T> = (watch: Watch, signal: AbortSignal) => Promise<RunResult<T>>;

/** Who watches a run from outside: its events, and what is said to it. */
export interface Watch {
  readonly listener?: Listener;
  /** In place of the listener where the text is all that is read. */
  readonly onText?: TextListener;
  readonly inbox: Inbox;
}

/** A stream of the run that `begin` starts, which is aborted with `options.signal` and when its reader leaves. */
export function streamRun<T, O extends { readonly signal?: AbortSignal }>(
  options: O,
  begin: (options: O, watch: Watch) => Promise<RunResult<T>>,
): RunStream<T> {
  return new WatchedRun((watch, left) => {
    const signal = options.signal ? AbortSignal.any([options.signal, left]) : left;
    return begin({ ...options, signal }, watch);
  });
}

/** Of a run that nobody but this reader watches, the texts alone wait. */
type Waiting = AgentEvent | string;

function answerText(waiting: Waiting): string | undefined {
  if (typeof waiting === 'string') return waiting;
  return waiting.type === 'text' && !waiting.path ? waiting.text : undefined;
}

/**
 * Events wait here until they are read; a reader that waits is told at once. A class, because V8 keeps what a getter of a literal closes
 * over until its next collection of everything.
 */
class WatchedRun<T> implements RunStream<T> {
  readonly #begin: Begin<T>;
  readonly #controller = new AbortController();
  #waiting: Waiting[] = [];
  #next = 0;
  #wakers: (() => void)[] = [];
  #result: Promise<RunResult<T>> | undefined;
  #reader: object | undefined;
  /** Undefined when the run is over. */
  #inbox: Inbox | undefined = [];

  constructor(begin: Begin<T>) {
    this.#begin = begin;
  }

  readonly steer = (message: Input): Promise<boolean> => this.#post(message, false);
  readonly queue = (message: Input): Promise<boolean> => this.#post(message, true);

  async #post(input: Input, queued: boolean): Promise<boolean> {
    const messages = messagesOf(input);
    return new Promise((settle) => {
      if (this.#inbox) this.#inbox.push({ messages, queued, settle });
      else settle(false);
    });
  }

  get result(): Promise<RunResult<T>> {
    return this.#start();
  }

  #start(textAlone?: boolean): Promise<RunResult<T>> {
    if (this.#result) return this.#result;
    const inbox = (this.#inbox ??= []);
    const add = (waiting: Waiting): void => {
      this.#waiting.push(waiting);
      this.#wake();
    };
    const watch = textAlone ? { onText: add, inbox } : { listener: add, inbox };
    this.#result = this.#begin(watch, this.#controller.signal);
    const end = (): void => {
      for (const { settle } of inbox) settle(false);
      this.#inbox = undefined;
      this.#wake();
    };
    this.#result.then(end, end);
    return this.#result;
  }

  get text(): AsyncIterable<string> {
    return { [Symbol.asyncIterator]: () => this.#read(answerText) };
  }

  [Symbol.asyncIterator](): AsyncIterableIterator<AgentEvent> {
    // Texts alone wait for the reader of the text only.
    return this.#read((event) => event as AgentEvent);
  }

  /** For one reader: what `pick` makes of what waits, that of which it makes nothing left out. */
  #read<E>(pick: (waiting: Waiting) => E | undefined): AsyncIterableIterator<E> {
    const done = { done: true, value: undefined } as const;
    const next = (): Promise<IteratorResult<E>> => {
      const value = this.#take(pick);
      if (value !== undefined) return Promise.resolve({ done: false, value });
      if (!this.#inbox) return this.result.then(() => done);
      return new Promise<void>((resolve) => this.#wakers.push(resolve)).then(next);
    };
    const iterator: AsyncIterableIterator<E> = {
      next: () => {
        this.#reader ??= iterator;
        if (this.#reader !== iterator) return Promise.reject(secondReader());
        void this.#start((pick as unknown) === answerText);
        return next();
      },
      return: async () => {
        this.#controller.abort(new DOMException('the stream was left before its end', 'AbortError'));
        return done;
      },
      [Symbol.asyncIterator]: () => iterator,
    };
    return iterator;
  }

  #wake(): void {
    if (this.#wakers.length > 0) for (const wake of this.#wakers.splice(0)) wake();
  }

  #take<E>(pick: (waiting: Waiting) => E | undefined): E | undefined {
    while (this.#next < this.#waiting.length) {
      const value = pick(this.#waiting[this.#next++] as Waiting); // below the length
      if (value !== undefined) return value;
    }
    this.#waiting = [];
    this.#next = 0;
    return undefined;
  }
}

/** Two readers would each get a part of the events. */
function secondReader(): ConfigError {
  return new ConfigError({
    code: 'invalid-state',
    what: 'A stream of events is read a second time',
    fix: 'Read its events or its text once; `result` can be awaited besides',
  });
}
