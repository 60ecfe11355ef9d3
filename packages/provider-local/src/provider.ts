import {
  type ModelBatch,
  type ModelRequest,
  type ModelSettings,
  type ModelWarning,
  type Provider,
  ProviderError,
} from '@pegboard/core/provider';
import { echo } from './echo.ts';
import { estimateInput, estimateTokens } from './estimate-usage.ts';
import { models } from './models.ts';
import { readConversation } from './read-conversation.ts';
import type { Reply } from './reply.ts';
import { rules } from './rules.ts';
import { replyBatches } from './stream-reply.ts';

export interface LocalOptions {
  /** Milliseconds between two words of an answer, to make streaming visible; default 0. */
  readonly delayMs?: number;
}

const replies: Readonly<Record<string, (request: ModelRequest) => Reply>> = { echo, rules };

/** The offline provider: `echo` repeats the latest user text, `rules` calls tools by fixed rules. No network, no key, no language model. */
export function local(options: LocalOptions = {}): Provider {
  const { delayMs = 0 } = options;
  return {
    name: 'local',
    stream: (request) => stream(request, delayMs),
    modelInfo: (model) => models.find((info) => info.id === model),
    builtinTools: () => ({}),
    knownModels: () => models,
    listModels: async () => models,
    countTokens: async (request) => estimateInput(request),
  };
}

async function* stream(request: ModelRequest, delayMs: number): AsyncGenerator<ModelBatch, void> {
  const { signal } = request;
  signal.throwIfAborted();
  const reply = limit({ ...replyTo(request), warnings: warningsFor(request) }, request.settings);
  let isFirst = true;
  for (const batch of replyBatches(reply, request)) {
    if (!isFirst && delayMs > 0) await pause(delayMs, signal);
    isFirst = false;
    signal.throwIfAborted();
    yield batch;
  }
}

function replyTo(request: ModelRequest): Reply {
  const reply = Object.hasOwn(replies, request.model) ? replies[request.model] : undefined;
  if (reply !== undefined) return reply(request);
  throw new ProviderError({
    code: 'not-found',
    what: `There is no local model "${request.model}"`,
    fix: 'Use `echo`, which repeats the latest user text, or `rules`, which calls tools by fixed rules.',
    provider: 'local',
    model: request.model,
    retryable: false,
  });
}

/** Cuts the text at the first stop string and at `maxTokens`. */
function limit(reply: Reply, { maxTokens, stop = [] }: ModelSettings): Reply {
  const stops = stop.map((text) => (text === '' ? -1 : reply.text.indexOf(text))).filter((at) => at >= 0);
  const text = reply.text.slice(0, Math.min(reply.text.length, ...stops));
  if (maxTokens === undefined || estimateTokens(text) <= maxTokens) return { ...reply, text };
  return { ...reply, text: text.slice(0, maxTokens * 4).toWellFormed(), finish: 'length' };
}

const unused = ['temperature', 'topP', 'seed', 'reasoning'] as const;

function warningsFor({ settings, builtinTools, messages }: ModelRequest): readonly ModelWarning[] {
  const dropped = unused.filter((name) => settings[name] !== undefined);
  const { media } = readConversation(messages);
  const warnings: (ModelWarning | false)[] = [
    dropped.length > 0 && warning('setting-dropped', `The local models have no ${dropped.join(', ')}.`),
    builtinTools.length > 0 &&
      warning(
        'builtin-tool-dropped',
        `The local models run no builtin tools: ${builtinTools.map(({ type }) => type).join(', ')}.`,
      ),
    media.length > 0 && warning('media-dropped', `The local models cannot read media: ${media.join(', ')}.`),
  ];
  return warnings.filter((one) => one !== false);
}

function warning(code: string, message: string): ModelWarning {
  return { type: 'warning', code, message };
}

/** Resolves after `ms`, or rejects at once with the signal's reason. */
function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const onAbort = (): void => {
      clearTimeout(timer);
      reject(signal.reason);
    };
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', onAbort);
      resolve();
    }, ms);
    signal.addEventListener('abort', onAbort, { once: true });
    if (signal.aborted) onAbort();
  });
}
