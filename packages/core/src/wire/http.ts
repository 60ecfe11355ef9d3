import { sendHttp as sendByFetch } from './http-fetch.ts';
import type { HttpRequest, HttpResponse, SendHttp } from './http-types.ts';

let native: SendHttp | undefined;

/** Sends a request by the platform's transport, or by the request's own `fetch`. */
export function sendHttp(request: HttpRequest): Promise<HttpResponse> {
  if (request.fetch !== undefined) return sendByFetch(request);
  return native ? native(request) : loadNative().then((send) => send(request));
}

/** With the first request: on Node, loading `node:http` takes as long as all else. */
async function loadNative(): Promise<SendHttp> {
  return (native = (await import('#http')).sendHttp);
}
