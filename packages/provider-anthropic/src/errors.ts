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
  const details = readDetails(parse(body));
  const code = codeOf(details, status);
  return toHttpError({
    ...call,
    status,
    message:
      describe(details) ??
      (body.trim() === '' ? undefined : `The answer starts with: ${body.trim().slice(0, 200)}`),
    code,
    requestId: requestIdOf(details, call),
    fix: fixes[code],
  });
}

/** An `error` event inside an answer of status 200. */
export function toAnswerError(event: JsonObject, call: CallInfo): ProviderError {
  const details = readDetails(event);
  const code = codeOf(details, 500);
  const requestId = requestIdOf(details, call);
  return toHttpError({ ...call, status: 0, message: describe(details), code, requestId, fix: fixes[code] });
}

interface Details {
  readonly message?: string | undefined;
  readonly type?: string | undefined;
  readonly code?: string | undefined;
  readonly requestId?: string | undefined;
}

function parse(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

/** `{ error: { type, message, details } }`; Bedrock sends `{ message }`, Google Cloud `{ error: { code, message, status } }`, also in a list. */
function readDetails(body: unknown): Details {
  const whole: unknown = Array.isArray(body) ? body[0] : body;
  if (!isJsonObject(whole)) return {};
  const error = whole.error ?? whole;
  if (typeof error === 'string') return { message: error };
  if (!isJsonObject(error)) return {};
  return {
    message: readText(error.message),
    type: readText(error.type) ?? readText(error.status),
    code: isJsonObject(error.details) ? readText(error.details.error_code) : undefined,
    requestId: readText(whole.request_id),
  };
}

function readText(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function requestIdOf({ requestId }: Details, { headers }: CallInfo): string | undefined {
  return headers['request-id'] ?? requestId ?? headers['x-amzn-requestid'];
}

function describe({ message, type, code }: Details): string | undefined {
  const mark = code ?? type;
  if (mark === undefined) return message;
  return `${message === undefined ? '' : `${message.replace(/\.$/, '')}. `}Code: ${mark}`;
}

/** Stable codes first, then types of the API, of Bedrock's exceptions and of Google Cloud. */
const codes: Readonly<Record<string, ErrorCode>> = {
  enforced_spend_limit_reached: 'payment',
  contract_spend_limit_reached: 'payment',
  ramp_limit_exceeded: 'rate-limit',
  authentication_error: 'authentication',
  billing_error: 'payment',
  permission_error: 'permission',
  not_found_error: 'not-found',
  conflict_error: 'conflict',
  rate_limit_error: 'rate-limit',
  timeout_error: 'timeout',
  api_error: 'server',
  overloaded_error: 'overloaded',
  throttlingException: 'rate-limit',
  validationException: 'invalid-request',
  modelTimeoutException: 'timeout',
  modelStreamErrorException: 'server',
  internalServerException: 'server',
  serviceUnavailableException: 'overloaded',
  RESOURCE_EXHAUSTED: 'rate-limit',
  UNAUTHENTICATED: 'authentication',
};

/** What the host's own words say wins over the status, which is all that other bodies leave. */
function codeOf({ code, type, message = '' }: Details, status: number): ErrorCode {
  const known = own(codes, code) ?? own(codes, type);
  if (known !== undefined) return known;
  if (status === 400 || status === 413) {
    if (/prompt is too long|exceeds? (?:the )?context|too many (?:input )?tokens/i.test(message))
      return 'context-too-long';
    if (/credit balance|billing/i.test(message)) return 'payment';
  }
  return type === 'invalid_request_error' && status >= 500 ? 'invalid-request' : codeOfStatus(status);
}

function own(table: Readonly<Record<string, ErrorCode>>, key: string | undefined): ErrorCode | undefined {
  return key !== undefined && Object.hasOwn(table, key) ? table[key] : undefined;
}

const fixes: Partial<Record<ErrorCode, string>> = {
  authentication: 'Check the API key: ANTHROPIC_API_KEY or the option apiKey',
  permission: 'Check what the key and its workspace may use',
  payment: 'Check the credit and the spend limits of the account',
  'not-found': 'Check the name of the model and the base URL',
  'context-too-long': 'Shorten the conversation or use a model that takes more',
};
