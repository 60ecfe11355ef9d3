import type { JsonValue } from '@pegboard/core';
import type { PluginFs } from '@pegboard/core/plugin';
import { errorOf } from './failure.ts';
import type { Answer, FetchAnswer, Question, ToHost } from './messages.ts';

/** The child's way to the host. */
export interface ChildLink {
  readonly send: (message: ToHost) => void;
  /** Settles the question that an answer belongs to. */
  readonly settle: (answer: Answer) => void;
  readonly fetch: typeof fetch;
  readonly fs: PluginFs;
}

export function createChildLink(send: (message: ToHost) => void): ChildLink {
  const open = new Map<number, PromiseWithResolvers<JsonValue>>();
  let last = 0;
  const ask = (question: Question): Promise<JsonValue> => {
    const id = ++last;
    const waiting = Promise.withResolvers<JsonValue>();
    open.set(id, waiting);
    send({ type: 'ask', id, ask: question });
    return waiting.promise;
  };
  return {
    send,
    settle(answer) {
      const waiting = open.get(answer.id);
      open.delete(answer.id);
      if (answer.type === 'answer') waiting?.resolve(answer.value);
      else waiting?.reject(errorOf(answer.failure));
    },
    fetch: (input, init) => brokeredFetch(ask, new Request(input, init)),
    fs: brokeredFs(ask),
  };
}

type Ask = (question: Question) => Promise<JsonValue>;

/** Bodies cross whole, in both directions. */
async function brokeredFetch(ask: Ask, request: Request): Promise<Response> {
  request.signal.throwIfAborted();
  const body = request.body ? Buffer.from(await request.arrayBuffer()).toString('base64') : undefined;
  const { url, method, redirect } = request;
  const asked = ask({
    what: 'fetch',
    request: { url, method, redirect, headers: [...request.headers], ...(body !== undefined && { body }) },
  });
  const answer = (await orAborted(asked, request.signal)) as unknown as FetchAnswer; // what the host sends
  const bytes = [204, 205, 304].includes(answer.status) ? null : Buffer.from(answer.body, 'base64');
  const response = new Response(bytes, {
    status: answer.status,
    statusText: answer.statusText,
    headers: answer.headers.map(([name, value]) => [name, value] as [string, string]),
  });
  Object.defineProperties(response, { url: { value: answer.url }, redirected: { value: answer.redirected } });
  return response;
}

function orAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const onAbort = (): void => reject(signal.reason);
    signal.addEventListener('abort', onAbort, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', onAbort));
  });
}

function brokeredFs(ask: Ask): PluginFs {
  const call = (method: string, ...args: readonly JsonValue[]): Promise<JsonValue> =>
    ask({ what: 'fs', method, args });
  // Answers are what `callFs` of the host makes of a PluginFs.
  return {
    readFile: async (path) => new Uint8Array(Buffer.from((await call('readFile', path)) as string, 'base64')),
    readText: async (path) => (await call('readText', path)) as string,
    async writeFile(path, data) {
      await call('writeFile', path, Buffer.from(data as Uint8Array).toString('base64')); // `from` takes texts as well
    },
    list: async (path) => (await call('list', path)) as string[],
    async stat(path) {
      const found = await call('stat', path);
      if (found === null) return undefined;
      const { kind, size, modified } = found as { kind: 'file' | 'folder'; size: number; modified: string }; // a stat as JSON
      return { kind, size, modified: new Date(modified) };
    },
    async remove(path) {
      await call('remove', path);
    },
  };
}
