import {
  type CallInfo,
  type Codec,
  isJsonObject,
  type ModelRequest,
  type Transport,
  toInvalidResponse,
  type WireAnswer,
} from '@pegboard/core/provider';

export interface TokenCounterOptions {
  readonly provider: string;
  readonly codec: Codec;
  readonly transport: Transport;
  readonly cloud: boolean;
}

/** Asks the host how many tokens a request holds. Rejects as a call does. */
export function createTokenCounter({
  provider,
  codec,
  transport,
  cloud,
}: TokenCounterOptions): (request: ModelRequest) => Promise<number> {
  return async (request) => {
    const { model, signal } = request;
    signal.throwIfAborted();
    const rendered = codec.render({ ...request, deltas: false });
    const name = rendered.path.slice(1).replace(/:generateContent$/, '');
    const body = cloud ? pick(rendered.body) : wrap(rendered.body, decodeURIComponent(name));
    const answer = await transport({ path: `/${name}:countTokens`, body, model, stream: false, signal });
    const headers = 'response' in answer ? answer.response.headers : {};
    const call: CallInfo = { provider, model, headers, secrets: answer.secrets };
    const found = await readJson(answer, codec, call);
    if (isJsonObject(found) && typeof found.totalTokens === 'number') return found.totalTokens;
    throw toInvalidResponse('It holds no totalTokens', call);
  };
}

/** Google Cloud counts these, and refuses the rest. */
const counted = ['systemInstruction', 'tools', 'contents', 'generationConfig'];

function pick(body: string): string {
  const fields = Object.entries(JSON.parse(body) as object);
  return JSON.stringify(Object.fromEntries(fields.filter(([key]) => counted.includes(key))));
}

/** The Gemini API counts a whole request only in this form. */
function wrap(body: string, model: string): string {
  return `{"generateContentRequest":{"model":${JSON.stringify(model)},${body.slice(1)}}`;
}

async function readJson(answer: WireAnswer, codec: Codec, call: CallInfo): Promise<unknown> {
  if ('answer' in answer) return answer.answer;
  if (!('response' in answer)) return undefined;
  const { status } = answer.response;
  const text = await answer.response.text();
  if (status < 200 || status >= 300) throw codec.toError(status, text, call);
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw toInvalidResponse('It is no JSON', call, cause);
  }
}
