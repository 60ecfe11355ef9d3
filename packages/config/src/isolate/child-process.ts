import { type ChildProcess, spawn } from 'node:child_process';
import type { Duplex } from 'node:stream';
import { ConfigError, type JsonValue } from '@pegboard/core';
import { errorOf, failureOf } from './failure.ts';
import { isToHost } from './is-to-host.ts';
import { killAtExit } from './kill-at-exit.ts';
import type { Question, ToChild, ToHost } from './messages.ts';
import { readLines } from './read-lines.ts';
import type { Sandbox } from './sandbox.ts';
import { createWire, maxMessageChars, type Wire, wireFd } from './wire.ts';

export interface ChildOptions {
  readonly sandbox: Sandbox;
  readonly name: string;
  /** Answers what the plugin's code asks for. Whatever it rejects with the child is told. */
  readonly onAsk: (question: Question) => Promise<JsonValue>;
  readonly log: (message: string, level: 'debug' | 'info' | 'warn' | 'error') => void;
  /** Called once when the process is over without having been asked to end. */
  readonly onCrash: (how: string) => void;
}

export interface RequestOptions {
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((value: JsonValue) => void) | undefined;
}

type Request<T = ToChild> = T extends { readonly type: 'read' | 'setup' | 'call' | 'dispose' }
  ? Omit<T, 'id'>
  : never;

/** A process that runs one plugin, and the requests to it. */
export interface Child {
  /** Rejects when the plugin does, when the process ends, and with the signal's reason. */
  readonly request: (message: Request, options?: RequestOptions) => Promise<JsonValue>;
  /** Ends the process: politely, then for good. */
  readonly end: () => Promise<void>;
  readonly isOver: () => boolean;
}

interface Waiting extends PromiseWithResolvers<JsonValue> {
  readonly onProgress: RequestOptions['onProgress'];
}

/** Milliseconds for a call to end after its abort, and for a process to end when asked to. Code that holds the thread hears nothing. */
const graceMs = 2_000;

export function startChild(options: ChildOptions): Child {
  const { command, args, cwd } = options.sandbox;
  const child = spawn(command, args, {
    cwd,
    env: {},
    stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
  });
  killAtExit(child);
  const waiting = new Map<number, Waiting>();
  const life = follow(child, waiting, options);
  const wire = createWire(child.stdio[wireFd] as Duplex, {
    // The code in the child may send anything: what is no message of ours is not heard.
    onMessage: (message) => isToHost(message) && receive(message, send, waiting, options),
    onLong: () => life.kill(`sent a message of more than ${maxMessageChars} characters`),
  });
  const send = (message: ToChild): void => wire.send(message);
  let last = 0;
  return {
    isOver: life.isOver,
    request: (message, { signal, onProgress } = {}) => {
      if (life.isOver()) return Promise.reject(gone(options.name, 'is over'));
      const id = ++last;
      const entry: Waiting = { ...Promise.withResolvers<JsonValue>(), onProgress };
      waiting.set(id, entry);
      send({ ...message, id });
      const isOpen = (): boolean => waiting.has(id);
      return signal ? abortable(entry, { id, signal, send, kill: life.kill, isOpen }) : entry.promise;
    },
    end: () => {
      life.expectEnd();
      return end(child, wire, life);
    },
  };
}

interface Life {
  readonly isOver: () => boolean;
  /** From here on the end is no crash. */
  readonly expectEnd: () => void;
  /** Ends the process for good. What waits for it is told how it ended, by default by the signal. */
  readonly kill: (how?: string) => void;
}

/** Rejects what waits for the process when it ends, with what it complained of. */
function follow(
  child: ChildProcess,
  waiting: Map<number, Waiting>,
  { name, log, onCrash }: ChildOptions,
): Life {
  const state = { over: false, expected: false };
  const complaints: string[] = [];
  const finish = (how: string): void => {
    if (state.over) return;
    state.over = true;
    const why = complaints.find((line) => /error/i.test(line));
    for (const { reject } of waiting.values()) reject(gone(name, how, why));
    waiting.clear();
    if (!state.expected) onCrash(how);
  };
  child.on('error', (error) => finish(error.message));
  child.on('exit', (code, signal) => finish(signal ? `ended by ${signal}` : `ended with exit code ${code}`));
  forwardLines(child, (line, level) => {
    if (level === 'warn' && complaints.length < 50) complaints.push(line);
    log(line, level);
  });
  return {
    isOver: () => state.over,
    expectEnd: () => void (state.expected = true),
    kill(how) {
      child.kill('SIGKILL');
      if (how !== undefined) finish(how);
    },
  };
}

function receive(message: ToHost, send: Send, waiting: Map<number, Waiting>, options: ChildOptions): void {
  switch (message.type) {
    case 'answer':
    case 'failure': {
      const entry = waiting.get(message.id);
      waiting.delete(message.id);
      if (message.type === 'answer') entry?.resolve(message.value);
      else entry?.reject(errorOf(message.failure));
      break;
    }
    case 'progress':
      waiting.get(message.id)?.onProgress?.(message.value);
      break;
    case 'log':
      options.log(message.message, message.level);
      break;
    case 'ask':
      void answer(message.id, message.ask, send, options);
      break;
  }
}

async function answer(id: number, question: Question, send: Send, { onAsk }: ChildOptions): Promise<void> {
  try {
    send({ type: 'answer', id, value: await onAsk(question) });
  } catch (error) {
    send({ type: 'failure', id, failure: failureOf(error) });
  }
}

type Send = (message: ToChild) => void;

interface OpenRequest {
  readonly id: number;
  readonly signal: AbortSignal;
  readonly send: Send;
  readonly kill: () => void;
  readonly isOpen: () => boolean;
}

/** Tells the child of the abort, and ends the process when the call goes on all the same. */
function abortable(
  { promise, reject }: Waiting,
  { id, signal, send, kill, isOpen }: OpenRequest,
): Promise<JsonValue> {
  const onAbort = (): void => {
    send({ type: 'abort', id, reason: String(Object(signal.reason).message ?? 'aborted') });
    setTimeout(() => isOpen() && kill(), graceMs).unref();
    reject(signal.reason);
  };
  if (signal.aborted) onAbort();
  else signal.addEventListener('abort', onAbort, { once: true });
  return promise.finally(() => signal.removeEventListener('abort', onAbort));
}

async function end(child: ChildProcess, wire: Wire, { isOver, kill }: Life): Promise<void> {
  if (isOver()) return;
  const over = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  wire.close();
  const timer = setTimeout(kill, graceMs);
  await over;
  clearTimeout(timer);
}

/** What the code writes to its console goes to the log. */
function forwardLines(
  { stdout, stderr }: ChildProcess,
  log: (line: string, level: 'info' | 'warn') => void,
): void {
  for (const [stream, level] of [
    [stdout, 'info'],
    [stderr, 'warn'],
  ] as const) {
    if (stream) readLines(stream, { maxChars: 2_000, onLine: (line) => log(line, level) });
  }
}

function gone(name: string, how: string, evidence?: string): ConfigError {
  return new ConfigError({
    code: 'internal',
    what: `The process of the plugin "${name}" ${how}`,
    evidence,
    fix: 'Its next call starts it anew; look at its log',
  });
}
