import { type JSONRPCRequest, type Result, Server, type ServerContext } from '@modelcontextprotocol/server';
import type { TaskFacts } from './task.ts';

/** The answer to a call that has become a task. */
export interface TaskCreated extends TaskFacts {
  readonly resultType: 'task';
}

type Handler = (request: JSONRPCRequest, ctx: ServerContext) => Promise<Result>;

/** A server that may answer a call with a task. The SDK's own takes each answer for a tool's result, and adds its content. */
export class TaskServer extends Server {
  protected override _wrapHandler(method: string, handler: Handler): Handler {
    // oxlint-disable-next-line no-underscore-dangle -- the SDK's name of what subclasses may change
    const wrap = (one: Handler): Handler => super._wrapHandler(method, one);
    if (method !== 'tools/call') return wrap(handler);
    return async (request, ctx) => {
      let created: Result | undefined;
      const checked = wrap(async (...args) => {
        const result = await handler(...args);
        if (result['resultType'] !== 'task') return result;
        created = result;
        return { content: [] };
      });
      const result = await checked(request, ctx);
      return created ?? result;
    };
  }
}
