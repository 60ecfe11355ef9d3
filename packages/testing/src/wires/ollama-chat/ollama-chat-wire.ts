import type { ErrorExample, WireFormat } from '../../provider/wire-format.ts';
import { readRequest } from './read-request.ts';
import { line, renderBody, renderFrames } from './render-answer.ts';
import { validateRequest } from './validate-request.ts';

/** The server's words for what else would be told by the status alone. */
const errors: readonly ErrorExample[] = [
  {
    name: 'a model without tools',
    status: 400,
    body: { error: 'registry.ollama.ai/library/test-model:8b does not support tools' },
    code: 'invalid-request',
    retryable: false,
  },
  {
    name: 'a model that is not installed',
    status: 404,
    body: { error: "model 'test-model:8b' not found" },
    code: 'not-found',
    retryable: false,
  },
];

const unknownBlocks = [{ hologram: { x: 1 } }, { hologram: { content: 'must not show' } }];

const unknownFrames = [
  { model: 'test-model:8b', created_at: '2026-11-20T08:00:00Z', done: false },
  { status: 'loading model', progress: 0.5 },
  ...unknownBlocks.map((fields) => ({
    model: 'test-model:8b',
    message: { role: 'assistant', ...fields },
    done: false,
  })),
].map(line);

/** The chat route of Ollama, stricter than the server: what it would lose without a word is refused as well. */
export const ollamaChatWire: WireFormat = {
  codec: 'ollama.chat',
  framing: 'ndjson',
  accepts: (method, path) => method === 'POST' && path === '/api/chat',
  // A stream is what the server sends unless told otherwise.
  wantsStream: (body) => body.stream !== false,
  readRequest,
  violations: (body) => validateRequest(body),
  frames: renderFrames,
  body: renderBody,
  errorBody: ({ message }) => ({ error: message }),
  finishReasons: [
    { raw: 'stop', unified: 'stop' },
    { raw: 'stop', unified: 'tool-calls', with: 'call' },
    { raw: 'length', unified: 'length' },
    { raw: 'load', unified: 'other' },
    { raw: 'unload', unified: 'other' },
  ],
  quirks: new Set([
    'whole-call',
    'no-id',
    'no-index',
    'object-args',
    'unknown-fields',
    'first-frame-empty',
    'finish-stop-with-calls',
  ]),
  untold: new Set(['id', 'totalTokens', 'cachedInputTokens', 'cacheWriteTokens', 'reasoningTokens']),
  blocks: new Set(['reasoning']),
  settings: { temperature: 0, maxTokens: 100, topP: 0.5, stop: ['END'], seed: 7 },
  option: { keep_alive: '5m' },
  callArgs: { stream: 'object', body: 'object' },
  noToolChoice: true,
  noMediaUrls: true,
  errors,
  errorFrame: (message) => line({ error: message }),
  unknownFrames,
  unknownBlocks,
  // The server names no limit.
  maxIdLength: Number.POSITIVE_INFINITY,
};
