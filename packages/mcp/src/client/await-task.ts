import { type CallToolResult, isCallToolResult, ProtocolError } from '@modelcontextprotocol/client';
import {
  type JsonObject,
  type JsonValue,
  PegboardError,
  type ToolContext,
  ToolFailure,
} from '@pegboard/core';
import { isJsonObject } from '@pegboard/core/provider';
import { describe } from './describe.ts';
import { sleep } from './sleep.ts';

/** The server of a task, and whoever answers what it asks. */
export interface TaskPeer {
  readonly request: (method: string, params: JsonObject, signal: AbortSignal) => Promise<JsonObject>;
  /** Tells it that nobody waits any more, if it is still there. */
  readonly cancel: (taskId: JsonValue) => void;
  readonly answerInputs: (requests: JsonObject, signal: AbortSignal) => Promise<JsonObject>;
  /** Whether there is no use in trying again. */
  readonly isGone: (error: unknown) => boolean;
}

type Waiter = Pick<ToolContext, 'signal' | 'progress'>;

/** Milliseconds between two questions: where the server does not say, and the bounds of what it may say. */
const poll = { usual: 1_000, least: 20, most: 60_000 };
/** How often in a row the server may not be heard. */
const patience = 3;

/** What the task of a call comes to. The server is told when nobody waits for it any more. */
export async function awaitTask(created: JsonObject, peer: TaskPeer, ctx: Waiter): Promise<CallToolResult> {
  const ended = await follow(created, peer, ctx).catch((error: unknown) => {
    peer.cancel(created['taskId'] ?? '');
    throw error;
  });
  return resultOf(ended);
}

/** The task when it has ended. */
async function follow(created: JsonObject, peer: TaskPeer, ctx: Waiter): Promise<JsonObject> {
  const { taskId = '' } = created;
  const { signal } = ctx;
  const tell = progressTeller(ctx);
  const answered = new Set<string>();
  const ask = (method: string, more?: JsonObject): Promise<JsonObject> =>
    withPatience(peer, () => peer.request(method, { taskId, ...more }, signal), signal);
  for (let task = created; ; task = await ask('tasks/get')) {
    tell(task);
    const { status, inputRequests, pollIntervalMs } = task;
    if (status !== 'working' && status !== 'input_required') return task;
    const requests = isJsonObject(inputRequests) ? inputRequests : {};
    // What was answered may be on the list for a while.
    const open = Object.entries(requests).filter(([name]) => !answered.has(name));
    if (open.length > 0) {
      const inputResponses = await peer.answerInputs(Object.fromEntries(open), signal);
      for (const [name] of open) answered.add(name);
      await ask('tasks/update', { inputResponses });
    }
    await sleep(pauseOf(pollIntervalMs), signal);
  }
}

function resultOf({ status, statusMessage, result, error }: JsonObject): CallToolResult {
  if (status === 'completed' && isCallToolResult(result)) return result;
  if (status === 'failed' && isJsonObject(error)) {
    const { code, message, data } = error;
    throw ProtocolError.fromError(Number(code), typeof message === 'string' ? message : '', data);
  }
  const words = typeof statusMessage === 'string' ? `: ${statusMessage}` : '';
  if (status === 'cancelled') throw new ToolFailure(`The server has cancelled the task${words}`);
  throw lost(`it is said to be ${JSON.stringify(status)}, without what belongs to it`);
}

function progressTeller({ progress }: Waiter): (task: JsonObject) => void {
  let last: unknown;
  let count = 0;
  return ({ statusMessage: message }) => {
    if (typeof message !== 'string' || message === last) return;
    last = message;
    progress({ progress: ++count, message });
  };
}

function pauseOf(hint: JsonValue | undefined): number {
  const ms = typeof hint === 'number' ? hint : poll.usual;
  return Math.min(Math.max(ms, poll.least), poll.most);
}

/** Never rejects as a request does: the call itself must not be sent again for what becomes of its task. */
async function withPatience<T>(
  { isGone }: TaskPeer,
  work: () => Promise<T>,
  signal: AbortSignal,
): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await work();
    } catch (error) {
      signal.throwIfAborted();
      if (isGone(error) || attempt === patience) throw lost(describe(error));
      await sleep(poll.usual, signal);
    }
  }
}

function lost(evidence: string): PegboardError {
  return new PegboardError({
    code: 'network',
    what: 'The call has become a task, and the task was lost',
    evidence,
  });
}
