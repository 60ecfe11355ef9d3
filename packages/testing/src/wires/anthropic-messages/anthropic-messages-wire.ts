import type { JsonObject } from '@pegboard/core';
import type { ErrorExample, WireError, WireFormat } from '../../provider/wire-format.ts';
import { boundSecrets, opaqueAnswer, opaqueSecrets } from './opaque-answer.ts';
import { readRequest } from './read-request.ts';
import { renderBody, renderFrames } from './render-answer.ts';
import { validateHeaders, validateRequest } from './validate-request.ts';

const errorTypes: Readonly<Record<number, string>> = {
  401: 'authentication_error',
  402: 'billing_error',
  403: 'permission_error',
  404: 'not_found_error',
  408: 'timeout_error',
  409: 'conflict_error',
  413: 'request_too_large',
  429: 'rate_limit_error',
  504: 'timeout_error',
  529: 'overloaded_error',
};

function errorBody({ status, message, code }: WireError): JsonObject {
  const type = errorTypes[status] ?? (status < 500 ? 'invalid_request_error' : 'api_error');
  const details = code === undefined ? null : { error_code: code };
  return { type: 'error', error: { type, message, details }, request_id: 'req_011Test' };
}

const example = (
  name: string,
  error: WireError,
  expected: Pick<ErrorExample, 'code' | 'retryable'>,
): ErrorExample => ({ name, status: error.status, body: errorBody(error), ...expected });

const errors: readonly ErrorExample[] = [
  example(
    'context too long',
    { status: 400, message: 'prompt is too long: 208310 tokens > 200000 maximum' },
    { code: 'context-too-long', retryable: false },
  ),
  example(
    'spend limit reached',
    { status: 429, message: 'Your spend limit is reached', code: 'enforced_spend_limit_reached' },
    { code: 'payment', retryable: false },
  ),
  example(
    'spend limit of the contract reached',
    { status: 429, message: 'The spend limit is reached', code: 'contract_spend_limit_reached' },
    { code: 'payment', retryable: false },
  ),
  example(
    'traffic that grows too fast',
    { status: 429, message: 'Increase your traffic more slowly', code: 'ramp_limit_exceeded' },
    { code: 'rate-limit', retryable: true },
  ),
];

/** The Messages API of Anthropic, with the strictness of the first-party host. */
export const anthropicMessagesWire: WireFormat = {
  codec: 'anthropic.messages',
  framing: 'sse',
  accepts: (method, path) => method === 'POST' && path.endsWith('/v1/messages'),
  keyOf: (headers) => headers['x-api-key'] ?? /^Bearer (.+)$/.exec(headers.authorization ?? '')?.[1],
  wantsStream: (body) => body.stream === true,
  readRequest,
  violations: (body, _url, headers) => {
    if (!headers) return validateRequest(body);
    const version = headers['anthropic-version'] ?? '';
    return [...validateHeaders(body, headers), ...validateRequest(body, { version })];
  },
  frames: renderFrames,
  body: renderBody,
  errorBody,
  finishReasons: [
    { raw: 'end_turn', unified: 'stop' },
    { raw: 'stop_sequence', unified: 'stop' },
    { raw: 'max_tokens', unified: 'length' },
    { raw: 'model_context_window_exceeded', unified: 'length' },
    { raw: 'tool_use', unified: 'tool-calls', with: 'call' },
    { raw: 'pause_turn', unified: 'pause' },
    { raw: 'refusal', unified: 'refusal' },
    { raw: 'compaction', unified: 'other' },
  ],
  quirks: new Set([
    'whole-call',
    'object-args',
    'usage-in-parts',
    'null-fields',
    'unknown-fields',
    'first-frame-empty',
    'finish-stop-with-calls',
    'finish-calls-without',
    'split-surrogates',
  ]),
  blocks: new Set(['reasoning', 'refusal']),
  settings: { maxTokens: 100, stop: ['END'], parallelToolCalls: false },
  requiredSettings: ['maxTokens'],
  option: { metadata: { user_id: 'user-4711' } },
  callArgs: { stream: 'text', body: 'object' },
  requestIdHeader: 'request-id',
  rateLimits: {
    headers: {
      'anthropic-ratelimit-requests-limit': '60',
      'anthropic-ratelimit-requests-remaining': '59',
      // In the past: the limit is reset already.
      'anthropic-ratelimit-requests-reset': '2026-01-01T00:00:00Z',
      'anthropic-ratelimit-tokens-limit': '150000',
      'anthropic-ratelimit-tokens-remaining': '149984',
      'anthropic-ratelimit-tokens-reset': '2026-01-01T00:00:00Z',
    },
    expected: {
      requests: { limit: 60, remaining: 59, resetMs: 0 },
      tokens: { limit: 150_000, remaining: 149_984, resetMs: 0 },
    },
  },
  errors,
  errorFrame: (message) =>
    `event: error\ndata: ${JSON.stringify({ type: 'error', error: { type: 'overloaded_error', message, details: null } })}\n\n`,
  unknownFrames: [
    'event: something_new\ndata: {"type": "something_new", "delta": {"type": "text_delta", "text": "must not show"}}\n\n',
    'event: ping\ndata: {"type": "ping", "note": {"x": [1]}}\n\n',
  ],
  unknownBlocks: [{ type: 'hologram', hologram: { text: 'must not show' } }],
  opaque: { answer: opaqueAnswer, secrets: opaqueSecrets, bound: boundSecrets },
  // The API names no limit for ids; those of its own are shorter.
  maxIdLength: 64,
};
