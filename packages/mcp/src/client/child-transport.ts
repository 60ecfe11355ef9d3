import type { ChildProcessByStdio } from 'node:child_process';
import process from 'node:process';
import type { Readable, Writable } from 'node:stream';
import {
  type JSONRPCMessage,
  ReadBuffer,
  serializeMessage,
  type Transport,
} from '@modelcontextprotocol/client';
import { getDefaultEnvironment } from '@modelcontextprotocol/client/stdio';
import { PegboardError } from '@pegboard/core';
import spawn from 'cross-spawn';
import { killGroup, watchGroup } from './child-groups.ts';
import { createTail, type Tail } from './tail.ts';

export interface ChildOptions {
  readonly command: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly cwd?: string;
}

type Child = ChildProcessByStdio<Writable, Readable, Readable>;

/** Milliseconds that a server has to end by itself when its input ends, and again when it is asked to. */
const graceMs = 400;

/**
 * A server as a child process with a group of its own, so that whatever it starts ends with it. Does not keep this process alive: who
 * waits for an answer does.
 */
export class ChildTransport implements Transport {
  onclose?: () => void;
  onerror?: (error: Error) => void;
  onmessage?: Transport['onmessage'];
  /** With `pid` it tells the SDK that this is no HTTP. The text itself is in `tail`. */
  readonly stderr = null;
  readonly tail: Tail = createTail(2_000);
  /** How the process ended, in words; undefined while it runs. */
  ended: string | undefined;
  readonly #options: ChildOptions;
  readonly #buffer = new ReadBuffer();
  #child: Child | undefined;
  #delivering = false;
  #gone: Promise<void> | undefined;
  #closing: Promise<void> | undefined;

  constructor(options: ChildOptions) {
    this.#options = options;
  }

  get pid(): number | null {
    return this.#child?.pid ?? null;
  }

  start(): Promise<void> {
    const { command, args, env, cwd } = this.#options;
    // Three pipes, as the options say.
    const child = spawn(command, [...args], {
      env: { ...getDefaultEnvironment(), ...env },
      ...(cwd !== undefined && { cwd }),
      stdio: ['pipe', 'pipe', 'pipe'],
      detached: process.platform !== 'win32',
      windowsHide: true,
    }) as Child;
    this.#child = child;
    this.#gone = this.#watch(child);
    return new Promise((resolve, reject) => {
      child.once('spawn', () => resolve());
      child.once('error', reject);
    });
  }

  send(message: JSONRPCMessage): Promise<void> {
    const child = this.#child;
    if (!child || this.ended !== undefined || !child.stdin.writable) return Promise.reject(notRunning());
    return new Promise((resolve, reject) => {
      child.stdin.write(serializeMessage(message), (error) => (error ? reject(error) : resolve()));
    });
  }

  /** Ends the process: first by closing its input, then by asking, then by force. Resolves when it is gone. */
  close(): Promise<void> {
    return (this.#closing ??= this.#close());
  }

  async #close(): Promise<void> {
    const { pid } = this;
    const gone = this.#gone;
    if (pid === null || !gone) return;
    this.#child?.stdin.end();
    if (await within(gone, graceMs)) return;
    killGroup(pid, 'SIGTERM');
    if (await within(gone, graceMs)) return;
    killGroup(pid, 'SIGKILL');
    await gone;
  }

  /** Resolves when the process is gone and its output has been read. */
  #watch(child: Child): Promise<void> {
    const unwatch = child.pid === undefined ? () => undefined : watchGroup(child.pid);
    letGo(child);
    child.stdout.on('data', (chunk: Buffer) => this.#read(chunk));
    child.stderr.on('data', (chunk: Buffer) => this.tail.add(chunk));
    for (const stream of [child.stdin, child.stdout, child.stderr]) {
      stream.on('error', (error) => this.onerror?.(error));
    }
    return new Promise((resolve) => {
      const end = (how: string): void => {
        if (this.ended !== undefined) return;
        this.ended = how;
        unwatch();
        this.onclose?.();
        resolve();
      };
      child.on('error', (error) => {
        this.onerror?.(error);
        if (child.pid === undefined) end('it could not be started');
      });
      child.once('exit', (code, signal) => {
        // What it left behind has nobody to serve.
        if (child.pid !== undefined) killGroup(child.pid, 'SIGKILL');
        const how = signal ? `it was ended by ${signal}` : `it ended with code ${code}`;
        child.once('close', () => end(how));
        // Somebody outside the group may hold its output open.
        setTimeout(() => end(how), graceMs);
      });
    });
  }

  #read(chunk: Buffer): void {
    try {
      this.#buffer.append(chunk);
      void this.#deliver();
    } catch (error) {
      this.onerror?.(asError(error));
      void this.close();
    }
  }

  /** The SDK hears of a notification a moment late: an answer that came with it must not overtake it. */
  async #deliver(): Promise<void> {
    if (this.#delivering) return;
    this.#delivering = true;
    for (let message = this.#next(); message; message = this.#next()) {
      this.onmessage?.(message);
      if (!('id' in message)) await new Promise((resolve) => setImmediate(resolve));
    }
    this.#delivering = false;
  }

  /** The next whole message; what is none is reported and left out. */
  #next(): JSONRPCMessage | null {
    for (;;) {
      try {
        return this.#buffer.readMessage();
      } catch (error) {
        this.onerror?.(asError(error));
      }
    }
  }
}

/** The child and its pipes do not keep this process alive. */
function letGo(child: Child): void {
  child.unref();
  for (const stream of [child.stdin, child.stdout, child.stderr]) {
    // Pipes are sockets, which can be let go of; their type says only that they are streams.
    (stream as Partial<{ unref: () => void }>).unref?.();
  }
}

async function within(gone: Promise<void>, ms: number): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(false), ms);
  });
  const inTime = await Promise.race([gone.then(() => true), late]);
  clearTimeout(timer);
  return inTime;
}

function asError(thrown: unknown): Error {
  return thrown instanceof Error ? thrown : new PegboardError({ code: 'network', what: String(thrown) });
}

function notRunning(): PegboardError {
  return new PegboardError({
    code: 'network',
    what: 'The process of the MCP server does not run',
    fix: 'It is started again with the next call',
  });
}
