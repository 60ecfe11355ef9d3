import type { JsonObject } from '@pegboard/core';
import type { ErrorExample, WireAnswer, WireError, WireFormat } from '../../provider/wire-format.ts';
import { objectsIn } from '../lib/shape.ts';
import { readRequest } from './read-request.ts';
import { failedResponse, frame, renderBody, renderFrames } from './render-answer.ts';
import { validateRequest } from './validate-request.ts';

function errorBody({ status, message, code }: WireError): JsonObject {
  const type = status < 500 ? 'invalid_request_error' : 'server_error';
  return { error: { message, type, param: null, code: code ?? null } };
}

const example = (
  name: string,
  error: WireError,
  expected: Pick<ErrorExample, 'code' | 'retryable'>,
): ErrorExample => ({ name, status: error.status, body: errorBody(error), ...expected });

const errors: readonly ErrorExample[] = [
  example(
    'context too long',
    { status: 400, message: 'Your input exceeds the context window', code: 'context_length_exceeded' },
    { code: 'context-too-long', retryable: false },
  ),
  example(
    'quota used up',
    { status: 429, message: 'You exceeded your current quota', code: 'insufficient_quota' },
    { code: 'payment', retryable: false },
  ),
];

/** An answer with every kind of state that must come back as it was. */
const opaqueAnswer: WireAnswer = {
  blocks: [
    { type: 'reasoning', pieces: ['The city is not named, ', 'so I search.'] },
    {
      type: 'raw',
      fields: {
        type: 'web_search_call',
        status: 'completed',
        action: { type: 'search', query: 'weather' },
      },
    },
    {
      type: 'raw',
      fields: {
        type: 'message',
        status: 'completed',
        role: 'assistant',
        phase: 'commentary',
        content: [
          {
            type: 'output_text',
            text: 'It is sunny.',
            annotations: [
              {
                type: 'url_citation',
                start_index: 6,
                end_index: 11,
                title: 'Weather',
                url: 'https://example.com/weather',
              },
            ],
          },
        ],
      },
    },
    { type: 'reasoning', pieces: ['Now the time.'] },
    { type: 'call', id: 'call_01', name: 'clock', pieces: ['{}'] },
  ],
};

function secretsOf(answer: WireAnswer): string[] {
  // The renderer makes an object.
  const items = objectsIn((renderBody(answer) as JsonObject).output);
  const opaque = items.flatMap(({ id, encrypted_content: encrypted }) => [id, encrypted]);
  return [...opaque.filter((value) => typeof value === 'string'), '"phase":"commentary"'];
}

/** The Responses API of OpenAI, with the strictness of the first-party host. */
export const openaiResponsesWire: WireFormat = {
  codec: 'openai.responses',
  framing: 'sse',
  accepts: (method, path) => method === 'POST' && path.endsWith('/responses'),
  keyOf: (headers) => /^Bearer (.+)$/.exec(headers.authorization ?? '')?.[1],
  wantsStream: (body) => body.stream === true,
  readRequest,
  violations: (body) => validateRequest(body),
  frames: renderFrames,
  body: renderBody,
  errorBody,
  finishReasons: [
    { raw: 'completed', unified: 'stop' },
    { raw: 'completed', unified: 'tool-calls', with: 'call' },
    { raw: 'max_output_tokens', unified: 'length' },
    { raw: 'content_filter', unified: 'content-filter' },
    { raw: 'steered', unified: 'other' },
    { raw: 'max_messages', unified: 'other' },
  ],
  quirks: new Set([
    'interleaved-calls',
    'whole-call',
    'rotating-id',
    'null-fields',
    'unknown-fields',
    'first-frame-empty',
    'split-surrogates',
  ]),
  blocks: new Set(['reasoning', 'refusal']),
  settings: { temperature: 0, maxTokens: 100, topP: 0.5, parallelToolCalls: false },
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
  errorFrame: (message) => frame({ type: 'error', code: 'server_error', message, param: null }, 99),
  moreErrorFrames: (message) => [
    frame({ type: 'response.failed', response: failedResponse(message) }, 99),
    frame({ type: 'error', error: { type: 'server_error', code: 'server_error', message, param: null } }, 99),
  ],
  failedBody: failedResponse,
  unknownFrames: [
    frame({ type: 'keepalive' }, 50),
    frame({ type: 'response.hologram.delta', item_id: 'x', output_index: 90, delta: 'must not show' }, 51),
  ],
  unknownBlocks: [{ type: 'hologram_call', status: 'completed', hologram: { text: 'must not show' } }],
  opaque: { answer: opaqueAnswer, secrets: secretsOf(opaqueAnswer) },
  maxIdLength: 64,
};
