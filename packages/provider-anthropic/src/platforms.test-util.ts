import { createRequire, registerHooks } from 'node:module';
import { crc32 } from 'node:zlib';
import type * as Bedrock from '@anthropic-ai/bedrock-sdk';
import { AnthropicVertex } from '@anthropic-ai/vertex-sdk';

/** The tests run with the condition `module`, for which packages of AWS name files that Node cannot load. */
function load(name: string): unknown {
  const hooks = registerHooks({
    resolve: (specifier, context, next) =>
      next(specifier, { ...context, conditions: context.conditions.filter((each) => each !== 'module') }),
  });
  try {
    return createRequire(import.meta.url)(name);
  } finally {
    hooks.deregister();
  }
}

const { AnthropicBedrock } = load('@anthropic-ai/bedrock-sdk') as typeof Bedrock;

/** A client of Bedrock whose requests reach a host that speaks the plain API, as if AWS stood between. */
export function bedrockClient(baseURL: string, apiKey: string): Bedrock.AnthropicBedrock {
  return new AnthropicBedrock({ baseURL, apiKey, awsRegion: 'eu-test-1', fetch: bedrockEdge });
}

/**
 * A client of Google Cloud whose requests reach a host that speaks the plain API, as if Google stood between: it takes its own token and
 * goes on with `apiKey`.
 */
export function vertexClient(baseURL: string, apiKey: string): AnthropicVertex {
  const token = `Bearer ya29.${'t'.repeat(40)}`;
  const authClient = {
    getRequestHeaders: async () => new Headers({ authorization: token }),
    projectId: 'test-project',
  };
  return new AnthropicVertex({
    baseURL,
    region: 'eu-test1',
    projectId: 'test-project',
    // What the client asks of it is there.
    authClient: authClient as unknown as NonNullable<
      ConstructorParameters<typeof AnthropicVertex>[0]
    >['authClient'],
    fetch: (input, init) => {
      const headers = new Headers(init?.headers);
      if (headers.get('authorization') !== token) return Promise.resolve(new Response('{}', { status: 401 }));
      headers.set('authorization', `Bearer ${apiKey}`);
      return vertexEdge(input, { ...init, headers });
    },
  });
}

type Fetch = typeof fetch;

const vertexEdge: Fetch = (input, init) => {
  const url = new URL(addressOf(input));
  const [, model, method] = /\/models\/([^/]+):(\w+)$/.exec(decodeURIComponent(url.pathname)) ?? [];
  return fetch(...toPlain(url, init, model ?? '', method === 'streamRawPredict', 'anthropic_version'));
};

const bedrockEdge: Fetch = async (input, init) => {
  const url = new URL(addressOf(input));
  const [, model, method] = /\/model\/([^/]+)\/([\w-]+)$/.exec(decodeURIComponent(url.pathname)) ?? [];
  const stream = method === 'invoke-with-response-stream';
  const response = await fetch(...toPlain(url, init, model ?? '', stream, 'anthropic_version'));
  if (!response.body || !(response.headers.get('content-type') ?? '').includes('event-stream'))
    return response;
  const headers = new Headers(response.headers);
  headers.set('content-type', 'application/vnd.amazon.eventstream');
  return new Response(response.body.pipeThrough(toAwsStream()), { status: response.status, headers });
};

function addressOf(input: Parameters<Fetch>[0]): string {
  return input instanceof Request ? input.url : String(input);
}

/** The request as the plain API takes it: the model and the version where they belong there. */
function toPlain(
  url: URL,
  init: RequestInit | undefined,
  model: string,
  stream: boolean,
  versionKey: string,
): [string, RequestInit] {
  const {
    [versionKey]: version,
    anthropic_beta: betas,
    ...body
  } = JSON.parse(typeof init?.body === 'string' ? init.body : '{}') as Record<string, unknown>;
  const headers = new Headers(init?.headers);
  headers.set('anthropic-version', String(version));
  if (Array.isArray(betas)) headers.set('anthropic-beta', betas.join(','));
  headers.delete('content-length');
  const plain = JSON.stringify({ model, ...body, ...(stream && { stream }) });
  return [`${url.origin}/v1/messages`, { ...init, headers, body: plain }];
}

/** Server-sent events as messages of AWS event streams: https://smithy.io/2.0/aws/amazon-eventstream.html */
function toAwsStream(): TransformStream<Uint8Array, Uint8Array> {
  const decoder = new TextDecoder();
  let rest = '';
  return new TransformStream({
    transform(chunk, controller) {
      rest += decoder.decode(chunk, { stream: true });
      const events = rest.split(/\r?\n\r?\n/);
      rest = events.pop() ?? '';
      for (const event of events) {
        const data = event
          .split(/\r?\n/)
          .flatMap((line) => (line.startsWith('data:') ? [line.slice(5).trim()] : []))
          .join('\n');
        if (data !== '') controller.enqueue(awsChunk(data));
      }
    },
  });
}

export function awsChunk(data: string): Uint8Array {
  const payload = Buffer.from(JSON.stringify({ bytes: Buffer.from(data).toString('base64') }));
  return awsMessage(
    { ':event-type': 'chunk', ':content-type': 'application/json', ':message-type': 'event' },
    payload,
  );
}

/** Prelude (two lengths and their checksum), headers of the type text, payload, checksum of all. */
export function awsMessage(headers: Record<string, string>, payload: Buffer): Uint8Array {
  const encoded = Buffer.concat(
    Object.entries(headers).map(([name, value]) =>
      Buffer.concat([
        Buffer.from([Buffer.byteLength(name)]),
        Buffer.from(name),
        Buffer.from([7, value.length >> 8, value.length & 255]),
        Buffer.from(value),
      ]),
    ),
  );
  const message = Buffer.alloc(16 + encoded.length + payload.length);
  message.writeUInt32BE(message.length, 0);
  message.writeUInt32BE(encoded.length, 4);
  message.writeUInt32BE(crc32(message.subarray(0, 8)), 8);
  encoded.copy(message, 12);
  payload.copy(message, 12 + encoded.length);
  message.writeUInt32BE(crc32(message.subarray(0, -4)), message.length - 4);
  return message;
}
