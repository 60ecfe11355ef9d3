import { type Transport, type WireAnswer, type WireCall, withDeadline } from '@pegboard/core/provider';
import { type ClientCall, toClientError } from './client-errors.ts';
import { linkSignal, type LinkedSignal, toFrames, toPlain } from './client-frames.ts';

/** What we use of `new GoogleGenerativeAI()`, without needing the package @google/generative-ai. */
export interface GenerativeAIClient {
  /** Read only to keep it out of errors. */
  readonly apiKey?: unknown;
  getGenerativeModel(params: { model: string }): {
    generateContent(body: never, options: { signal: AbortSignal }): Promise<{ response: unknown }>;
    generateContentStream(
      body: never,
      options: { signal: AbortSignal },
    ): Promise<{ stream: AsyncIterable<unknown>; response: Promise<unknown> }>;
    countTokens(body: never, options: { signal: AbortSignal }): Promise<unknown>;
  };
}

const url = 'https://generativelanguage.googleapis.com';

/** Its requests pass through unchanged, and so do the chunks of its streams; all else that it offers loses signatures or calls. */
export function createGenerativeAITransport(provider: string, client: GenerativeAIClient): Transport {
  const secrets = typeof client.apiKey === 'string' ? [client.apiKey] : [];
  return async (call) => {
    const link = linkSignal(call.signal);
    const failed: ClientCall = { provider, model: call.model, headers: {}, url, secrets };
    try {
      const answer = await withDeadline(() => send(client, call, link, failed), {
        ms: false,
        signal: call.signal,
      });
      return { ...answer, url, secrets };
    } catch (error) {
      link.end();
      if (call.signal.aborted) throw call.signal.reason;
      throw toClientError(error, failed);
    }
  };
}

type Carried =
  | Pick<Extract<WireAnswer, { frames: unknown }>, 'frames'>
  | { readonly answer: ReturnType<typeof toPlain> };

async function send(
  client: GenerativeAIClient,
  { path, body, model, stream }: WireCall,
  link: LinkedSignal,
  failed: ClientCall,
): Promise<Carried> {
  const { signal } = link;
  const generative = client.getGenerativeModel({ model });
  // The SDK would add empty ones of these. Its types know less than the API takes, and it passes on what they do not know.
  const request = { generationConfig: undefined, safetySettings: undefined, ...JSON.parse(body) } as never;
  if (path.endsWith(':countTokens')) return whole(await generative.countTokens(request, { signal }), link);
  if (!stream) return whole((await generative.generateContent(request, { signal })).response, link);
  const { stream: chunks, response } = await generative.generateContentStream(request, { signal });
  // Nobody reads the SDK's own sum of the chunks: when it fails, it must not end the process.
  response.catch(() => undefined);
  return { frames: toFrames(chunks, link, (thrown) => toClientError(thrown, failed)) };
}

function whole(answer: unknown, link: LinkedSignal): Carried {
  link.end();
  return { answer: toPlain(answer) };
}
