import {
  type ModelBatch,
  type ModelInfo,
  type ModelRequest,
  type Provider,
  ProviderError,
  type Usage,
} from '@pegboard/core';
import { pause } from '../lib/pause.ts';
import { type RecordedRequest, recordRequest } from './record-request.ts';
import { renderTurn } from './render-turn.ts';
import type { Pacing, ScriptedTurn, TurnSpec } from './script.ts';

export interface ScriptedOptions extends Pacing {
  /** Default `scripted`. */
  readonly name?: string;
  /** Usage of turns that have none of their own; default 10 tokens in, 5 out. */
  readonly usage?: Usage;
  /** Played for every request after the script's end; default: those fail. */
  readonly otherwise?: ScriptedTurn;
  readonly models?: readonly ModelInfo[];
}

export interface ScriptedProvider extends Provider {
  /** Every request so far, as it was when it came. */
  readonly requests: readonly RecordedRequest[];
  /** Turns of the script not yet asked for. */
  readonly remaining: number;
}

const defaultUsage: Usage = { inputTokens: 10, outputTokens: 5, totalTokens: 15 };

/**
 * A provider that plays `turns`, one per request, whoever asks. A request past the end fails with a `ProviderError`
 * that says so; it is not retryable.
 */
export function scriptedProvider(
  turns: readonly ScriptedTurn[],
  options: ScriptedOptions = {},
): ScriptedProvider {
  const name = options.name ?? 'scripted';
  const requests: RecordedRequest[] = [];
  let calls = 0;
  const nextCallId = (): string => `call_${++calls}`;

  async function* stream(request: ModelRequest): AsyncGenerator<ModelBatch> {
    request.signal.throwIfAborted();
    const recorded = recordRequest(request);
    const number = requests.push(recorded);
    const turn = turns[number - 1] ?? options.otherwise;
    if (turn === undefined) throw scriptOver(name, request.model, number, turns.length);
    const spec = asSpec(typeof turn === 'function' ? await turn(recorded, number) : turn);
    const pacing = { chunkSize: 16, batchSize: 1, ...options, ...spec };
    const response = {
      id: `${name}-${number}`,
      model: request.model,
      ...spec.response,
      ...(spec.rateLimits && { rateLimits: spec.rateLimits }),
    };
    const usage = spec.usage ?? options.usage ?? defaultUsage;
    const batches = renderTurn(spec, { ...pacing, deltas: request.deltas, response, usage, nextCallId });
    yield* play(batches, spec, pacing, request.signal);
  }

  return {
    name,
    stream,
    modelInfo: (model) => options.models?.find(({ id }) => id === model),
    listModels: async () => options.models ?? [],
    requests,
    get remaining() {
      return Math.max(0, turns.length - requests.length);
    },
  };
}

async function* play(
  batches: readonly ModelBatch[],
  spec: TurnSpec,
  { latencyMs = 0, betweenMs = 0, ignoreAbort = false }: Pacing,
  runSignal: AbortSignal,
): AsyncGenerator<ModelBatch> {
  const signal = ignoreAbort ? undefined : runSignal;
  const fails = spec.hang === true || 'error' in spec;
  const stopAt = fails ? letThrough(spec, batches.length) : Infinity;
  await wait(latencyMs, signal);
  for (const [position, batch] of batches.entries()) {
    if (position === stopAt) break;
    if (position > 0) await wait(betweenMs, signal);
    signal?.throwIfAborted();
    yield batch;
  }
  if (!fails) return;
  if (spec.hang) await pause(Infinity, signal);
  signal?.throwIfAborted();
  throw spec.error;
}

/** `start` goes with the first batch of content; `finish`, the last, never comes. Raw events are only counted. */
function letThrough({ after = 0, events }: TurnSpec, total: number): number {
  if (events) return after;
  return Math.min(after === 0 ? 0 : after + 1, total - 1);
}

async function wait(ms: number, signal: AbortSignal | undefined): Promise<void> {
  if (ms > 0) await pause(ms, signal);
}

function asSpec(turn: string | TurnSpec): TurnSpec {
  return typeof turn === 'string' ? { text: turn } : turn;
}

function scriptOver(provider: string, model: string, asked: number, has: number): ProviderError {
  return new ProviderError({
    code: 'invalid-state',
    what: `Turn ${asked} was asked for but the script has ${has}`,
    fix: 'Add a turn to scriptedProvider(), or set its option "otherwise"',
    provider,
    model,
    retryable: false,
  });
}
