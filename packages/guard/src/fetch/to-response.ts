import type { IncomingMessage } from 'node:http';
import { failure, nameOf } from '../refusal.ts';
import { decodeBody } from './decode-body.ts';
import type { GuardSettings } from './guard-options.ts';
import type { Hop } from './hop.ts';
import { toBodyError } from './send-error.ts';
import type { Watch } from './watch.ts';

interface Answer {
  readonly incoming: IncomingMessage;
  readonly hop: Hop;
  readonly redirected: boolean;
  readonly settings: GuardSettings;
  readonly watch: Watch;
}

/** The `Response` of an answer. Its body is read as it is wanted; the watch ends with it. */
export function toResponse(answer: Answer): Response {
  const { incoming, hop, redirected, watch } = answer;
  const status = incoming.statusCode ?? 0;
  if (status < 200 || status > 599) {
    throw failure('invalid-response', {
      what: `${nameOf(hop.url)} answered with a status that HTTP does not know`,
      evidence: `It is ${status}`,
      fix: 'Use another URL',
    });
  }
  checkLength(answer);
  const isEmpty = hop.method === 'HEAD' || [204, 205, 304].includes(status);
  if (isEmpty) {
    incoming.destroy();
    watch.end();
  }
  const response = new Response(isEmpty ? null : toStream(answer), {
    status,
    statusText: incoming.statusMessage ?? '',
    headers: toHeaders(incoming),
  });
  watch.release();
  Object.defineProperty(response, 'url', { value: hop.url.href });
  Object.defineProperty(response, 'redirected', { value: redirected });
  return response;
}

function checkLength({ incoming, hop, settings }: Answer): void {
  const { 'content-length': length, 'content-encoding': encoding } = incoming.headers;
  if (hop.method === 'HEAD' || encoding !== undefined || !(Number(length) > settings.maxBytes)) return;
  throw tooLong(hop, settings, `It has ${length} bytes`);
}

function toHeaders({ rawHeaders }: IncomingMessage): Headers {
  const headers = new Headers();
  for (let at = 0; at + 1 < rawHeaders.length; at += 2) {
    headers.append(rawHeaders[at] ?? '', rawHeaders[at + 1] ?? '');
  }
  return headers;
}

function toStream(answer: Answer): ReadableStream<Uint8Array> {
  const { incoming, watch } = answer;
  const chunks = readBody(answer);
  return new ReadableStream<Uint8Array>(
    {
      pull: async (controller) => {
        const { value, done } = await chunks.next();
        if (done) controller.close();
        else controller.enqueue(value);
      },
      cancel: async () => {
        incoming.destroy();
        watch.end();
        await chunks.return();
      },
    },
    { highWaterMark: 0 },
  );
}

async function* readBody({ incoming, hop, settings, watch }: Answer): AsyncGenerator<Uint8Array, void> {
  const { signal } = watch;
  let size = 0;
  try {
    signal.throwIfAborted();
    for await (const chunk of await decodeBody(incoming, incoming.headers['content-encoding'], hop.url)) {
      const bytes: Uint8Array = chunk; // streams are not typed; these are never put into text or object mode
      size += bytes.length;
      if (size > settings.maxBytes) throw tooLong(hop, settings, 'Reading stopped there');
      yield bytes;
    }
    signal.throwIfAborted();
  } catch (error) {
    throw signal.aborted ? signal.reason : toBodyError(error, hop.url);
  } finally {
    incoming.destroy();
    watch.end();
  }
}

function tooLong({ url }: Hop, { maxBytes }: GuardSettings, evidence: string): Error {
  return failure('invalid-response', {
    what: `The body of ${nameOf(url)} is longer than the limit of ${maxBytes} bytes`,
    evidence,
    fix: 'Ask for less, or raise maxBytes',
  });
}
