import { sendHttp as sendNative } from '#http';
import { sendHttp as sendByFetch } from './http-fetch.ts';
import type { HttpRequest, HttpResponse } from './http-types.ts';

/** Sends a request by the platform's transport, or by the request's own `fetch`. */
export function sendHttp(request: HttpRequest): Promise<HttpResponse> {
  return request.fetch === undefined ? sendNative(request) : sendByFetch(request);
}
