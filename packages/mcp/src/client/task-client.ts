import {
  type CallToolResult,
  Client,
  type ClientContext,
  type JSONRPCErrorResponse,
  type JSONRPCResponse,
} from '@modelcontextprotocol/client';
import type { JsonObject } from '@pegboard/core';
import { isJsonObject } from '@pegboard/core/provider';

/** Its name in the capabilities of either side. Source: SEP-2663. */
export const tasksExtension = 'io.modelcontextprotocol/tasks';

/** Where a task stands in what is handed on as a result. */
const mark = 'pegboard/task';

/** A client that may be answered with a task. The SDK's own refuses such an answer, and what it says is lost. */
export class TaskClient extends Client {
  protected override _onresponse(response: JSONRPCResponse | JSONRPCErrorResponse): void {
    // oxlint-disable-next-line no-underscore-dangle -- the SDK's name of what subclasses may change
    super._onresponse(withTask(response));
  }

  /** The answers to what a task asks, by the same handlers that answer the server otherwise. */
  async answerInputs(requests: JsonObject, signal: AbortSignal): Promise<JsonObject> {
    const answers = Object.entries(requests).map(async ([id, request]) => {
      const { method, params } = isJsonObject(request) ? request : {};
      if (typeof method !== 'string' || !askable.has(method))
        throw new TypeError('It asks for something that there is not');
      // oxlint-disable-next-line no-underscore-dangle -- the SDK's name of what subclasses may use
      const handler = this._getRequestHandler(method);
      if (!handler) throw new TypeError(`It asks for ${method}, which this client does not do`);
      const message = {
        jsonrpc: '2.0',
        id,
        method,
        ...(isJsonObject(params) && { params: { ...params } }),
      } as const;
      // Our handlers look at the signal only.
      const ctx = { mcpReq: { id, method, signal } } as unknown as ClientContext;
      return [id, (await handler(message, ctx)) as JsonObject] as const;
    });
    return Object.fromEntries(await Promise.all(answers));
  }
}

const askable = new Set(['elicitation/create', 'sampling/createMessage', 'roots/list']);

/** The task that a call was answered with; undefined where it was answered with a result. */
export function taskIn({ _meta: meta }: CallToolResult): JsonObject | undefined {
  const task = meta?.[mark];
  return isJsonObject(task) ? task : undefined;
}

function withTask(response: JSONRPCResponse | JSONRPCErrorResponse): JSONRPCResponse | JSONRPCErrorResponse {
  if (!('result' in response) || response.result['resultType'] !== 'task') return response;
  const task = response.result;
  // Results that are errors need no structured content.
  const result = { resultType: 'complete', content: [], isError: true, _meta: { [mark]: task } };
  return { ...response, result };
}
