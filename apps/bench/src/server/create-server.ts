import { createServer as createTcpServer, type Server, type Socket } from 'node:net';
import { chatFormat } from './chat-format.ts';
import { type ComposedAnswer, composeError, composeJson, composeStream } from './compose-answer.ts';
import { messagesFormat } from './messages-format.ts';
import { type Plan, readPlan } from './plan.ts';
import { createRequestReader, type WireRequest } from './read-request.ts';
import type { WireFormat } from './wire-format.ts';

/** A path that was seen before: its plan and the answers that were given, by step and manner. */
interface Route {
  readonly format: WireFormat;
  readonly plan: Plan;
  readonly answers: Map<number, ComposedAnswer>;
}

/**
 * A stand-in for a model host that speaks Chat Completions and Messages at `/<plan>/v1`. It keeps no state: the step is the number of tool
 * results in the request, so that a client that does not answer its calls never gets on.
 */
export function createServer(): Server {
  const routes = new Map<string, Route>();
  return createTcpServer({ noDelay: true }, (socket) => {
    const take = createRequestReader((request) => answer(socket, request, routes));
    socket.on('data', take);
    socket.on('error', () => socket.destroy());
  });
}

function answer(socket: Socket, { path, body }: WireRequest, routes: Map<string, Route>): void {
  let route: Route | undefined;
  try {
    route = routes.get(path) ?? openRoute(path, routes);
  } catch (error) {
    return void socket.write(composeError(String(error)).first);
  }
  const { latencyMs, pauseMs } = route.plan;
  const composed = answerOf(route, body);
  const write = (): void => {
    if (socket.destroyed) return;
    socket.write(composed.first);
    if (composed.rest)
      setTimeout((rest) => void (socket.destroyed || socket.write(rest)), pauseMs, composed.rest);
  };
  if (latencyMs > 0) setTimeout(write, latencyMs);
  else write();
}

function openRoute(path: string, routes: Map<string, Route>): Route {
  const [, plan = '', , ...rest] = path.split('/');
  const format = [chatFormat, messagesFormat].find((one) => one.path === `/${rest.join('/')}`);
  if (!format) throw new TypeError(`Nothing is served at ${path}.`);
  const route: Route = { format, plan: readPlan(plan), answers: new Map() };
  routes.set(path, route);
  return route;
}

function answerOf({ format, plan, answers }: Route, body: Buffer): ComposedAnswer {
  const results = countOf(body, format.resultMark);
  const step = Math.min(results / plan.calls, plan.steps);
  if (!Number.isInteger(step))
    return composeError(`${results} results cannot answer turns of ${plan.calls} calls.`);
  // Some clients write spaces into their JSON.
  const streams = body.includes('"stream":true') || body.includes('"stream": true');
  const key = step * 2 + Number(streams);
  let composed = answers.get(key);
  if (!composed) {
    composed = (streams ? composeStream : composeJson)(format, plan, step);
    answers.set(key, composed);
  }
  return composed;
}

function countOf(body: Buffer, mark: string): number {
  let count = 0;
  for (let at = body.indexOf(mark); at >= 0; at = body.indexOf(mark, at + mark.length)) count++;
  return count;
}
