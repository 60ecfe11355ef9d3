import {
  type CallInfo,
  codeOfStatus,
  type ErrorCode,
  isJsonObject,
  type JsonObject,
  type JsonValue,
  ProviderError,
  redact,
  toHttpError,
} from '@pegboard/core/provider';

/** An answer with an error status. `body` is its text. */
export function toApiError(status: number, body: string, call: CallInfo): ProviderError {
  const details = readDetails(parse(body));
  const code = codeOf(details, status) ?? codeOfStatus(status);
  return toHttpError({
    ...call,
    status,
    message:
      describe(details) ??
      (body.trim() === '' ? undefined : `The answer starts with: ${body.trim().slice(0, 200)}`),
    code,
    retryAfterMs: details.retryAfterMs,
    fix: fixes[code],
  });
}

/** An `error` object inside an answer of status 200. */
export function toAnswerError(error: unknown, call: CallInfo): ProviderError {
  const details = readDetails({ error });
  const code = codeOf(details, details.status ?? 500) ?? codeOfStatus(details.status ?? 500);
  const { retryAfterMs } = details;
  return toHttpError({
    ...call,
    status: 0,
    message: describe(details),
    code,
    retryAfterMs,
    fix: fixes[code],
  });
}

/** The model ended its answer with an error before it wrote anything. */
export function toBrokenAnswer(reason: string, words: string | undefined, call: CallInfo): ProviderError {
  const told = words === undefined ? '' : `, ${redact(words, call.secrets).slice(0, 500)}`;
  return new ProviderError({
    code: 'invalid-response',
    what: `${call.model} broke off its answer`,
    evidence: `finish reason ${reason}${told}`,
    fix: 'Ask again; if it stays, make the tools simpler or fewer',
    provider: call.provider,
    model: call.model,
    retryable: true,
  });
}

interface Details {
  readonly message?: string | undefined;
  /** The API's word, such as RESOURCE_EXHAUSTED. */
  readonly word?: string | undefined;
  /** HTTP status of an error inside an answer. */
  readonly status?: number | undefined;
  /** Of an ErrorInfo, such as API_KEY_INVALID. */
  readonly reason?: string | undefined;
  readonly retryAfterMs?: number | undefined;
}

function parse(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

/** `{ error: { code, message, status, details } }`; streams without `alt=sse` wrap it in a list. */
function readDetails(body: unknown): Details {
  const whole: unknown = Array.isArray(body) ? body[0] : body;
  if (!isJsonObject(whole)) return {};
  const { error } = whole;
  if (typeof error === 'string') return { message: error };
  if (!isJsonObject(error)) return {};
  const details = Array.isArray(error.details)
    ? (error.details as readonly JsonValue[]).filter(isJsonObject)
    : [];
  return {
    message: readText(error.message),
    word: readText(error.status),
    status: typeof error.code === 'number' && error.code >= 400 ? error.code : undefined,
    reason: readText(details.find(({ reason }) => reason !== undefined)?.reason),
    retryAfterMs: readDelay(details),
  };
}

/** RetryInfo of google.rpc: `"34.5s"`. */
function readDelay(details: readonly JsonObject[]): number | undefined {
  const delay = details.find(({ retryDelay }) => retryDelay !== undefined)?.retryDelay;
  const seconds = typeof delay === 'string' ? /^(\d+(?:\.\d+)?)s$/.exec(delay)?.[1] : undefined;
  return seconds === undefined ? undefined : Math.ceil(Number(seconds) * 1000);
}

function readText(value: JsonValue | undefined): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function describe({ message, word, reason }: Details): string | undefined {
  const mark = reason ?? word;
  if (mark === undefined) return message;
  return `${message === undefined ? '' : `${message.replace(/\.$/, '')}. `}Code: ${mark}`;
}

/** Reasons of ErrorInfo that say more than the status. */
const reasons: Readonly<Record<string, ErrorCode>> = {
  API_KEY_INVALID: 'authentication',
  API_KEY_SERVICE_BLOCKED: 'permission',
  SERVICE_DISABLED: 'permission',
  BILLING_DISABLED: 'payment',
};

/** Words of google.rpc.Code: https://cloud.google.com/apis/design/errors */
const words: Readonly<Record<string, ErrorCode>> = {
  INVALID_ARGUMENT: 'invalid-request',
  FAILED_PRECONDITION: 'invalid-request',
  OUT_OF_RANGE: 'invalid-request',
  UNAUTHENTICATED: 'authentication',
  PERMISSION_DENIED: 'permission',
  NOT_FOUND: 'not-found',
  ABORTED: 'conflict',
  RESOURCE_EXHAUSTED: 'rate-limit',
  INTERNAL: 'server',
  UNKNOWN: 'server',
  UNAVAILABLE: 'overloaded',
  DEADLINE_EXCEEDED: 'timeout',
};

/** What the host's own words say; undefined: the status decides. */
function codeOf({ reason, word, message }: Details, status: number): ErrorCode | undefined {
  const told = own(reasons, reason);
  if (told !== undefined) return told;
  if (status < 500 && /token count.*exceeds|exceeds the maximum number of tokens/i.test(message ?? ''))
    return 'context-too-long';
  // A relay may answer 402 or 413 with the word of a 400: the status says more.
  const known = own(words, word);
  return known === 'invalid-request' && status !== 400 ? undefined : known;
}

function own(table: Readonly<Record<string, ErrorCode>>, key: string | undefined): ErrorCode | undefined {
  return key !== undefined && Object.hasOwn(table, key) ? table[key] : undefined;
}

const fixes: Partial<Record<ErrorCode, string>> = {
  authentication: 'Check the API key: GEMINI_API_KEY or the option apiKey',
  permission: 'Check what the key and its project may use',
  payment: 'Check the billing of the project',
  'not-found': 'Check the name of the model and the base URL',
  'context-too-long': 'Shorten the conversation or use a model that takes more',
};
