import {
  CLIENT_CAPABILITIES_META_KEY,
  type ClientCapabilities,
  PROTOCOL_VERSION_META_KEY,
} from '@modelcontextprotocol/client';
import type { JsonObject } from '@pegboard/core';
import { isJsonObject } from '@pegboard/core/provider';

const version = '2026-07-28';

/** Of a client that knows tasks, and can ask its user. */
export const taskCapabilities = {
  elicitation: {},
  extensions: { 'io.modelcontextprotocol/tasks': {} },
} satisfies ClientCapabilities;

export interface RawClient {
  /** Rejects with the error that the server answers with: `{ code, message, data }`. */
  readonly request: (method: string, params?: JsonObject) => Promise<JsonObject>;
  readonly call: (name: string, args?: JsonObject, more?: JsonObject) => Promise<JsonObject>;
  /** Asks about a task until the condition holds. */
  readonly poll: (task: JsonObject, holds: (task: JsonObject) => boolean) => Promise<JsonObject>;
}

/** A client that shows what the server answers as it is. */
export function rawClient(
  url: string,
  capabilities: ClientCapabilities = taskCapabilities,
  headers: Readonly<Record<string, string>> = {},
): RawClient {
  let id = 0;
  const meta = metaOf(capabilities);
  const request = async (method: string, params: JsonObject = {}): Promise<JsonObject> => {
    const name = params['taskId'] ?? params['name'];
    const body = { jsonrpc: '2.0', id: ++id, method, params: { ...params, _meta: meta } };
    const response = await fetch(url, {
      method: 'POST',
      headers: {
        accept: 'application/json, text/event-stream',
        'content-type': 'application/json',
        'mcp-protocol-version': version,
        'mcp-method': method,
        ...(typeof name === 'string' && { 'mcp-name': name }),
        ...headers,
      },
      body: JSON.stringify(body),
    });
    return resultIn(await response.text());
  };
  return {
    request,
    call: (name, args = {}, more = {}) => request('tools/call', { name, arguments: args, ...more }),
    async poll({ taskId = '' }, holds) {
      for (;;) {
        const task = await request('tasks/get', { taskId });
        if (holds(task)) return task;
        await new Promise((done) => setTimeout(done, 10));
      }
    },
  };
}

/** What each request of the newer protocol says of its sender. */
export function metaOf(capabilities: ClientCapabilities): JsonObject {
  // Capabilities are JSON.
  return { [PROTOCOL_VERSION_META_KEY]: version, [CLIENT_CAPABILITIES_META_KEY]: capabilities as JsonObject };
}

/** What a body of JSON says, or the last of its server-sent events. */
export function jsonIn(text: string): JsonObject {
  const last = /^data: (.*)$/m.exec(text.slice(Math.max(text.lastIndexOf('\ndata: '), 0)))?.[1] ?? text;
  return JSON.parse(last) as JsonObject;
}

function resultIn(text: string): JsonObject {
  const { result, error } = jsonIn(text);
  // oxlint-disable-next-line typescript/only-throw-error -- for `rejects.toMatchObject`
  if (!isJsonObject(result)) throw error;
  return result;
}
