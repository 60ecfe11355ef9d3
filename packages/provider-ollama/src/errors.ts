import {
  type CallInfo,
  codeOfStatus,
  type ErrorCode,
  isJsonObject,
  type JsonObject,
  type ProviderError,
  toHttpError,
} from '@pegboard/core/provider';

/** An answer with an error status. `body` is its text. */
export function toApiError(status: number, body: string, call: CallInfo): ProviderError {
  const words = wordsOf(parse(body));
  const excerpt = body.trim().slice(0, 200);
  const message = words ?? (excerpt === '' ? undefined : `The answer starts with: ${excerpt}`);
  const sense = understand(words ?? excerpt, call);
  const code = (status < 500 ? sense.code : undefined) ?? codeOfStatus(status);
  return toHttpError({
    ...call,
    status,
    message,
    code,
    retryable: sense.retryable,
    fix: sense.fix ?? fixOf(code, words, call),
  });
}

/** A line with `error` inside an answer of status 200. */
export function toAnswerError(line: JsonObject, call: CallInfo): ProviderError {
  const words = wordsOf(line);
  const status = [line.status_code, line.status].find((each) => typeof each === 'number' && each >= 400);
  const sense = understand(words ?? '', call);
  const code = sense.code ?? codeOfStatus(typeof status === 'number' ? status : 500);
  return toHttpError({
    ...call,
    status: 0,
    message: words,
    code,
    retryable: sense.retryable,
    fix: sense.fix ?? fixOf(code, words, call),
  });
}

function parse(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

/** `{ error: text }`; relays in front of it may say `{ error: { message } }`. */
function wordsOf(body: unknown): string | undefined {
  const error = isJsonObject(body) ? body.error : undefined;
  const words = isJsonObject(error) ? error.message : error;
  return typeof words === 'string' && words !== '' ? words : undefined;
}

interface Sense {
  readonly code?: ErrorCode;
  readonly retryable?: boolean;
  readonly fix?: string;
}

/** What the server's words say that its status does not. */
function understand(words: string, { model }: CallInfo): Sense {
  if (/does not support tools/.test(words)) {
    const fix = `Use a model with tools, or set toolProtocol: 'text', by which models without tools call them as well`;
    return { code: 'invalid-request', fix };
  }
  if (/does not support thinking|think value .* is not supported/.test(words))
    return { code: 'invalid-request', fix: `Leave out settings.reasoning for ${model}` };
  if (
    /context (?:size|length|window)|exceeds? the (?:available )?context|prompt (?:is )?too long/i.test(words)
  )
    return {
      code: 'context-too-long',
      fix: 'Raise numCtx, shorten the conversation or use a model that takes more',
    };
  if (/requires more system memory|out of memory|unable to allocate/i.test(words))
    return { code: 'server', retryable: false, fix: 'Use a smaller model or a smaller numCtx' };
  return {};
}

function fixOf(code: ErrorCode, words: string | undefined, { model }: CallInfo): string | undefined {
  switch (code) {
    case 'not-found':
      return words === undefined
        ? 'Check the base URL: it is the address of the server, without /v1'
        : `Run \`ollama pull ${model}\`, or check the name against \`ollama list\``;
    case 'authentication':
      return 'Models of the cloud need `ollama signin` on the server; https://ollama.com needs OLLAMA_API_KEY or apiKey';
    default:
      return undefined;
  }
}
