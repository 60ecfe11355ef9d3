import {
  type CallInfo,
  codeOfStatus,
  type ErrorCode,
  isJsonObject,
  type ProviderError,
  toHttpError,
} from '@pegboard/core/provider';

/** An answer with an error status. `body` is its text. */
export function toApiError(status: number, body: string, call: CallInfo): ProviderError {
  const details = readDetails(parse(body));
  return toHttpError({
    ...call,
    status,
    message:
      describe(details) ??
      (body.trim() === '' ? undefined : `The answer starts with: ${body.trim().slice(0, 200)}`),
    code: codeOf(details, status),
    retryable: details.code === unreadable ? true : undefined,
    fix: fixOf(codeOf(details, status) ?? codeOfStatus(status)),
  });
}

/** Groq: the model wrote what was no valid call; the next time it may. */
const unreadable = 'tool_use_failed';

/** An `error` object inside an answer of status 200. */
export function toAnswerError(error: unknown, call: CallInfo): ProviderError {
  const details = readDetails({ error });
  const status = Number(details.code);
  const code =
    codeOf(details, 400) ?? codeOfType(details.type) ?? (status >= 400 ? codeOfStatus(status) : 'server');
  const retryable = details.code === unreadable ? true : undefined;
  return toHttpError({ ...call, status: 0, message: describe(details), code, retryable, fix: fixOf(code) });
}

interface Details {
  readonly message?: string | undefined;
  readonly type?: string | undefined;
  readonly code?: string | undefined;
  readonly param?: string | undefined;
}

function parse(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

/** `{ error: { message, type, param, code } }`; some hosts send `{ error: text, code }`, or the inner object alone, or `detail`. */
function readDetails(body: unknown): Details {
  if (!isJsonObject(body)) return {};
  const error = body.error ?? body;
  if (typeof error === 'string') return { message: error, code: readText(body.code) };
  if (!isJsonObject(error)) return {};
  const { metadata, detail } = error;
  // OpenRouter tells there what the host behind it said.
  const raw = isJsonObject(metadata) ? readText(metadata.raw) : undefined;
  const message =
    readText(error.message) ??
    readText(detail) ??
    (Array.isArray(detail) ? JSON.stringify(detail) : undefined);
  return {
    message: raw === undefined ? message : [message, raw].filter(Boolean).join(': '),
    type: readText(error.type),
    code: readText(error.code),
    param: readText(error.param),
  };
}

function readText(value: unknown): string | undefined {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;
}

function describe({ message, type, code, param }: Details): string | undefined {
  const marks = [code ?? type, param && `at ${param}`].filter(Boolean).join(' ');
  if (marks === '') return message;
  return `${message === undefined ? '' : `${message.replace(/\.$/, '')}. `}Code: ${marks}`;
}

const codes: Readonly<Record<string, ErrorCode>> = {
  context_length_exceeded: 'context-too-long',
  insufficient_quota: 'payment',
  billing_hard_limit_reached: 'payment',
  billing_not_active: 'payment',
  model_not_found: 'not-found',
  invalid_api_key: 'authentication',
  tool_use_failed: 'invalid-response',
  rate_limit_exceeded: 'rate-limit',
  content_filter: 'content-filter',
  content_policy_violation: 'content-filter',
  image_content_policy_violation: 'content-filter',
};

const types: Readonly<Record<string, ErrorCode>> = {
  invalid_request_error: 'invalid-request',
  authentication_error: 'authentication',
  permission_error: 'permission',
  not_found_error: 'not-found',
  rate_limit_error: 'rate-limit',
  overloaded_error: 'overloaded',
  timeout_error: 'timeout',
};

/** What the host's own words say; undefined: the status decides. */
function codeOf({ code, type, message }: Details, status: number): ErrorCode | undefined {
  const known = own(codes, code) ?? own(codes, type);
  if (known !== undefined) return known;
  // Codes of Responses inside an answer, such as `invalid_prompt`, `image_too_large`, `unsupported_image_media_type`.
  if (/^(?:invalid|unsupported|empty)_|image_/.test(code ?? '')) return 'invalid-request';
  const tooLong =
    (status === 400 || status === 413) &&
    /maximum context length|context (?:length|window)/i.test(message ?? '');
  return tooLong ? 'context-too-long' : undefined;
}

function codeOfType(type: string | undefined): ErrorCode | undefined {
  return own(types, type);
}

function own(table: Readonly<Record<string, ErrorCode>>, key: string | undefined): ErrorCode | undefined {
  return key !== undefined && Object.hasOwn(table, key) ? table[key] : undefined;
}

const fixes: Partial<Record<ErrorCode, string>> = {
  authentication: 'Check the API key: the option apiKey, or the environment variable that holds it',
  permission: 'Check what the key, its project and its organization may use',
  payment: 'Check the credit and the limits of the account',
  'not-found': 'Check the name of the model and the base URL',
  'context-too-long': 'Shorten the conversation or use a model that takes more',
};

function fixOf(code: ErrorCode): string | undefined {
  return fixes[code];
}
