import type { JsonObject, JsonValue } from '@pegboard/core';
import type { ErrorExample, WireError, WireFormat } from '../../provider/wire-format.ts';
import { readRequest } from './read-request.ts';
import { renderBody, renderFrames } from './render-answer.ts';
import { validateRequest } from './validate-request.ts';

function errorBody({ message, code }: WireError): JsonObject {
  return { error: { message, type: 'test_error', param: null, code: code ?? null } };
}

const example = (
  name: string,
  status: number,
  error: JsonValue,
  expected: Pick<ErrorExample, 'code' | 'retryable'>,
): ErrorExample => ({ name, status, body: { error }, ...expected });

const errors: readonly ErrorExample[] = [
  example(
    'context too long',
    400,
    {
      message: 'This model takes at most 128000 tokens',
      type: 'invalid_request_error',
      param: 'messages',
      code: 'context_length_exceeded',
    },
    { code: 'context-too-long', retryable: false },
  ),
  example(
    'quota used up',
    429,
    {
      message: 'You exceeded your current quota',
      type: 'insufficient_quota',
      param: null,
      code: 'insufficient_quota',
    },
    { code: 'payment', retryable: false },
  ),
];

const unknownFrames = [
  { id: 'chatcmpl-1', object: 'chat.completion.chunk', choices: [] },
  { object: 'something.new', payload: { text: 'must not show' } },
  {
    id: 'chatcmpl-1',
    object: 'chat.completion.chunk',
    choices: [{ index: 0, delta: { hologram: { x: 1 } }, finish_reason: null }],
  },
].map((chunk) => `data: ${JSON.stringify(chunk)}\n\n`);

/** Chat Completions of OpenAI, with the strictness of the first-party host and the habits of compatible ones. */
export const openaiChatWire: WireFormat = {
  codec: 'openai.chat',
  framing: 'sse',
  accepts: (method, path) => method === 'POST' && path.endsWith('/chat/completions'),
  keyOf: (headers) => /^Bearer (.+)$/.exec(headers.authorization ?? '')?.[1],
  wantsStream: (body) => body.stream === true,
  readRequest,
  violations: validateRequest,
  frames: renderFrames,
  body: renderBody,
  errorBody,
  finishReasons: [
    { raw: 'stop', unified: 'stop' },
    { raw: 'length', unified: 'length' },
    { raw: 'tool_calls', unified: 'tool-calls', with: 'call' },
    { raw: 'function_call', unified: 'tool-calls', with: 'call' },
    { raw: 'content_filter', unified: 'content-filter' },
  ],
  quirks: new Set([
    'interleaved-calls',
    'whole-call',
    'no-id',
    'empty-id',
    'id-each-piece',
    'rotating-id',
    'name-late',
    'no-index',
    'object-args',
    'no-closing-marker',
    'usage-each-frame',
    'usage-with-finish',
    'null-fields',
    'role-each-frame',
    'unknown-fields',
    'first-frame-empty',
    'finish-stop-with-calls',
    'finish-calls-without',
    'split-surrogates',
  ]),
  blocks: new Set(['reasoning', 'refusal']),
  settings: { temperature: 0, maxTokens: 100, topP: 0.5, stop: ['END'], seed: 7, parallelToolCalls: false },
  requestIdHeader: 'x-request-id',
  rateLimits: {
    headers: {
      'x-ratelimit-limit-requests': '60',
      'x-ratelimit-remaining-requests': '59',
      'x-ratelimit-reset-requests': '1s',
      'x-ratelimit-limit-tokens': '150000',
      'x-ratelimit-remaining-tokens': '149984',
      'x-ratelimit-reset-tokens': '6m0s',
    },
    expected: {
      requests: { limit: 60, remaining: 59, resetMs: 1000 },
      tokens: { limit: 150_000, remaining: 149_984, resetMs: 360_000 },
    },
  },
  errors,
  errorFrame: (message) =>
    `data: ${JSON.stringify({ error: { message, type: 'server_error', code: null } })}\n\n`,
  unknownFrames,
  maxIdLength: 40,
};
