const secrets = ['authorization', 'cookie', 'proxy-authorization'];
const ofBody = ['content-encoding', 'content-language', 'content-location', 'content-type', 'content-length'];

/**
 * The request that follows a redirect: by the rules of the fetch standard, and without credentials for another origin.
 * Throws `TypeError` when it would have to send a body again that is gone.
 */
export function redirected(
  request: Request,
  status: number,
  url: URL,
  given: BodyInit | null | undefined,
): Request {
  const headers = new Headers(request.headers);
  const { method, signal } = request;
  const becomesGet =
    (status === 303 && method !== 'GET' && method !== 'HEAD') || (status <= 302 && method === 'POST');
  const body = becomesGet || request.body === null ? null : bodyAgain(given, status);
  if (body === null) for (const name of ofBody) headers.delete(name);
  if (url.origin !== new URL(request.url).origin) for (const name of secrets) headers.delete(name);
  return new Request(url, {
    method: becomesGet ? 'GET' : method,
    headers,
    body,
    signal,
    redirect: 'manual',
  });
}

function bodyAgain(given: BodyInit | null | undefined, status: number): BodyInit {
  if (given !== undefined && given !== null && !(given instanceof ReadableStream)) return given;
  throw new TypeError(`Status ${status} asks for the body again, which was a stream. Send text or bytes.`);
}
