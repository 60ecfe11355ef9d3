import type { JsonObject, JsonValue } from '@pegboard/core';
import type { ErrorExample, WireError, WireFormat } from '../../provider/wire-format.ts';
import { readRequest } from './read-request.ts';
import { frame, renderBody, renderFrames } from './render-answer.ts';
import { sign } from './signatures.ts';
import { validateRequest } from './validate-request.ts';

/** The host's word for a status, where it has one of its own. */
const words: Readonly<Record<number, string>> = {
  400: 'INVALID_ARGUMENT',
  401: 'UNAUTHENTICATED',
  403: 'PERMISSION_DENIED',
  404: 'NOT_FOUND',
  409: 'ABORTED',
  429: 'RESOURCE_EXHAUSTED',
  500: 'INTERNAL',
  503: 'UNAVAILABLE',
  504: 'DEADLINE_EXCEEDED',
};

function errorBody({ status, message, code }: WireError): JsonObject {
  const word = code ?? words[status];
  return { error: { code: status, message, ...(word !== undefined && { status: word }) } };
}

const type = (name: string): string => `type.googleapis.com/google.rpc.${name}`;

function example(
  name: string,
  { details, ...error }: WireError & { readonly details?: JsonValue },
  expected: Pick<ErrorExample, 'code' | 'retryable' | 'retryAfterMs'>,
): ErrorExample {
  const body = {
    error: { ...(errorBody(error).error as JsonObject), ...(details !== undefined && { details }) },
  };
  return { name, status: error.status, body, ...expected };
}

const errors: readonly ErrorExample[] = [
  example(
    'context too long',
    {
      status: 400,
      message: 'The input token count (1200000) exceeds the maximum number of tokens allowed (1048576).',
    },
    { code: 'context-too-long', retryable: false },
  ),
  example(
    'a wrong key',
    {
      status: 400,
      message: 'API key not valid. Please pass a valid API key.',
      details: [{ '@type': type('ErrorInfo'), reason: 'API_KEY_INVALID', domain: 'googleapis.com' }],
    },
    { code: 'authentication', retryable: false },
  ),
  example(
    'a failed precondition',
    { status: 400, message: 'This service is not available in your country.', code: 'FAILED_PRECONDITION' },
    { code: 'invalid-request', retryable: false },
  ),
  example(
    'a quota with its waiting time',
    {
      status: 429,
      message: 'You exceeded your current quota.',
      details: [
        { '@type': type('QuotaFailure'), violations: [{ quotaId: 'RequestsPerMinute' }] },
        { '@type': type('RetryInfo'), retryDelay: '34.5s' },
      ],
    },
    { code: 'rate-limit', retryable: true, retryAfterMs: 34_500 },
  ),
];

const unknownBlocks = [
  { hologram: { x: 1 } },
  { hologram: { text: 'must not show' }, partMetadata: { a: [1] } },
];

const unknownFrames = [
  { responseId: 'response-1', modelVersion: 'test-model-001' },
  { somethingNew: { text: 'must not show' } },
  { candidates: [] },
  { candidates: [{ index: 0 }] },
  ...unknownBlocks.map((part) => ({ candidates: [{ content: { parts: [part], role: 'model' }, index: 0 }] })),
].map(frame);

const signed = (part: JsonObject): JsonObject => ({ ...part, thoughtSignature: sign(part) });
const signedText = signed({ text: ' in both cities.' });
const emptyText = signed({ text: '' });
const call = { type: 'call', id: 'call_1', name: 'get_weather', pieces: ['{"city":', '"Rome"}'] } as const;
const signatures = [
  sign({ text: ' in both cities.' }),
  sign({ functionCall: { name: call.name, args: { city: 'Rome' } } }),
  sign({ text: '' }),
];

/** generateContent of the Gemini API, with the strictness of the first-party host. */
export const googleGenerateContentWire: WireFormat = {
  codec: 'google.generate-content',
  framing: 'sse',
  accepts: (method, path) =>
    method === 'POST' &&
    /^\/v1(beta|alpha)?\/models\/[^/:]+:(generateContent|streamGenerateContent)$/.test(path),
  keyOf: (headers) => headers['x-goog-api-key'],
  wantsStream: (_, url) => url.includes(':streamGenerateContent'),
  readRequest,
  violations: (body, url) => validateRequest(body, url),
  frames: renderFrames,
  body: renderBody,
  errorBody,
  // CONTINUATION is left out: what a client does with it differs.
  finishReasons: [
    { raw: 'STOP', unified: 'stop' },
    { raw: 'STOP', unified: 'tool-calls', with: 'call' },
    { raw: 'MAX_TOKENS', unified: 'length' },
    ...['SAFETY', 'RECITATION', 'LANGUAGE', 'BLOCKLIST', 'PROHIBITED_CONTENT', 'SPII'].map(
      (raw) => ({ raw, unified: 'content-filter' }) as const,
    ),
    ...['IMAGE_SAFETY', 'IMAGE_PROHIBITED_CONTENT', 'IMAGE_RECITATION', 'IMAGE_OTHER'].map(
      (raw) => ({ raw, unified: 'content-filter' }) as const,
    ),
    ...['MALFORMED_FUNCTION_CALL', 'UNEXPECTED_TOOL_CALL', 'TOO_MANY_TOOL_CALLS', 'MALFORMED_RESPONSE'].map(
      (raw) => ({ raw, unified: 'error' }) as const,
    ),
    { raw: 'MISSING_THOUGHT_SIGNATURE', unified: 'error' },
    { raw: 'UNEXPECTED_TOOL_CALL', unified: 'error', with: 'call' },
    { raw: 'OTHER', unified: 'other' },
  ],
  refusedPrompt: {
    promptFeedback: { blockReason: 'PROHIBITED_CONTENT' },
    usageMetadata: { promptTokenCount: 11, totalTokenCount: 11 },
    modelVersion: 'test-model-001',
    responseId: 'response-1',
  },
  quirks: new Set([
    'whole-call',
    'no-id',
    'no-index',
    'object-args',
    'usage-each-frame',
    'usage-with-finish',
    'unknown-fields',
    'first-frame-empty',
    'finish-stop-with-calls',
    'split-surrogates',
  ]),
  blocks: new Set(['reasoning']),
  settings: { temperature: 0, maxTokens: 100, topP: 0.5, stop: ['END'], seed: 7, reasoning: 'low' },
  option: { safetySettings: [{ category: 'HARM_CATEGORY_HARASSMENT', threshold: 'BLOCK_NONE' }] },
  callArgs: { stream: 'object', body: 'object' },
  errors,
  errorFrame: (message) => frame(errorBody({ status: 503, message })),
  unknownFrames,
  unknownBlocks,
  opaque: {
    answer: {
      blocks: [
        { type: 'reasoning', pieces: ['Two ', 'calls.'] },
        { type: 'text', pieces: ['I look ', 'at the sky'] },
        { type: 'raw', fields: signedText },
        call,
        { ...call, id: 'call_2', pieces: ['{"city":"Oslo"}'] },
        { type: 'raw', fields: emptyText },
      ],
    },
    secrets: signatures,
    bound: signatures,
  },
  // The API names no limit.
  maxIdLength: Number.POSITIVE_INFINITY,
};
