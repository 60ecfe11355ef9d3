import { type Attributes, type Context, SpanKind, SpanStatusCode } from '@opentelemetry/api';
import {
  type Finish,
  isPegboardError,
  isProviderError,
  type ModelEvent,
  type ModelRequest,
  type ModelWarning,
  type Origin,
  type Usage,
} from '@pegboard/core';
import type { Anchor } from '../anchor.ts';
import { type AnswerParts, collectParts } from '../content/collect-parts.ts';
import { requestContent, responseContent } from '../content/message-content.ts';
import { errorType, genAi, own } from '../names.ts';
import { providerName } from '../provider-name.ts';
import type { Telemetry } from '../telemetry.ts';
import { LazySpan, type SpanPlan } from './lazy-span.ts';

/** What is known only outside of the call. */
export interface ChatFacts {
  /** Who was asked, unless the answer says otherwise. */
  readonly origin?: Origin | undefined;
  readonly usd?: number | undefined;
}

/** What the span is for, as `isSpanOf` knows it. */
export const chatWork = 'chat';

type Response = Extract<ModelEvent, { type: 'start' }>['response'];

type Asked = Pick<ModelRequest, 'model' | 'settings' | 'deltas' | 'output' | 'signal'>;

interface Warned {
  readonly warning: ModelWarning;
  readonly at: number;
}

/** The span of one call of a model, retries included. It notes what comes and can be told of later. */
export class ChatSpan extends LazySpan {
  usage: Usage = {};
  /** Known when the answer said it, or the error. */
  origin: Partial<Origin> | undefined;
  #request: Asked;
  #parts: AnswerParts | undefined;
  #response: Response | undefined;
  #finish: Finish | undefined;
  #warnings: Warned[] | undefined;
  #firstChunk: number | undefined;
  #error: string | undefined;
  #message: string | undefined;
  #isCancelled = false;

  constructor(telemetry: Telemetry, request: ModelRequest, parent: Context, anchor?: Anchor) {
    super(telemetry, parent, chatWork, anchor);
    this.#request = request;
    if (!telemetry.captures('messages') || !this.isRecording()) return;
    this.setAttributes(requestContent(request, telemetry));
    this.#parts = collectParts();
  }

  protected override plan(): SpanPlan {
    const request = this.#request;
    return {
      name: `chat ${request.model}`,
      kind: SpanKind.CLIENT,
      attributes: requestAttributes(request, this.telemetry.attributes),
    };
  }

  /** The answer is complete. */
  get isFinished(): boolean {
    return this.#finish !== undefined;
  }

  see(events: readonly ModelEvent[]): void {
    for (const event of events) {
      this.#parts?.add(event);
      if (event.type === 'finish') this.#finished(event);
      else if (event.type === 'warning')
        (this.#warnings ??= []).push({ warning: event, at: performance.now() });
      else if (event.type === 'start') this.#answered(event.response);
      else if (this.#request.deltas) this.#firstChunk ??= (performance.now() - this.startedAt) / 1000;
    }
  }

  #answered(response: Response): void {
    this.#response = response;
    this.origin = response.target;
  }

  #finished({ finish, usage }: Extract<ModelEvent, { type: 'finish' }>): void {
    this.usage = usage;
    this.#finish = finish;
    if (finish.unified === 'error') this.#error = 'error';
  }

  fail(error: unknown): void {
    if (this.#request.signal.aborted) {
      this.leave();
      return;
    }
    this.over();
    if (isProviderError(error))
      this.origin = { provider: error.provider, model: error.model ?? this.#request.model };
    this.#error = isPegboardError(error) ? error.code : '_OTHER';
    if (error instanceof Error && this.telemetry.captures('tools'))
      this.#message = this.telemetry.text(error.message);
  }

  /** Nobody wants the rest of the answer; that is no error. */
  leave(): void {
    this.#isCancelled = true;
    this.over();
  }

  over(): void {
    this.endedAt ??= performance.now();
  }

  /** Tells everything, with the times at which it came. */
  tell({ origin, usd }: ChatFacts): void {
    const endedAt = this.endedAt ?? performance.now();
    const provider = providerName(this.origin?.provider ?? origin?.provider);
    this.#measure(provider, endedAt, usd);
    const { made } = this;
    if (made.isRecording()) {
      for (const { warning, at } of this.#warnings ?? [])
        made.addEvent(`pegboard.${warning.code}`, numbersOf(warning), this.timeOf(at));
      const message = this.#message;
      if (this.#error !== undefined)
        made.setStatus({ code: SpanStatusCode.ERROR, ...(message !== undefined && { message }) });
      made.setAttributes(this.#attributes(provider, usd));
    }
    made.end(this.timeOf(endedAt));
    // Whoever keeps a context, such as an open connection, must not keep what was asked of the model.
    this.#request = { model: '', settings: {}, deltas: false, signal: this.#request.signal };
  }

  #attributes(provider: string, usd: number | undefined): Attributes {
    const { id, model } = this.#response ?? {};
    const told: Attributes = { [genAi.provider]: provider };
    if (id !== undefined) told[genAi.responseId] = id;
    if (model !== undefined) told[genAi.responseModel] = model;
    if (this.#finish) told[genAi.finishReasons] = [finishReason(this.#finish)];
    tellUsage(told, this.usage);
    if (this.#firstChunk !== undefined) told[genAi.firstChunk] = this.#firstChunk;
    if (usd !== undefined) told[own.cost] = usd;
    if (this.#isCancelled) told[own.cancelled] = true;
    if (this.#error !== undefined) told[errorType] = this.#error;
    return this.#parts ? { ...told, ...responseContent(this.#parts.end(), this.telemetry) } : told;
  }

  #measure(provider: string, endedAt: number, usd: number | undefined): void {
    const meters = this.telemetry.meters();
    if (!meters) return;
    const { context } = this;
    const responseModel = this.#response?.model;
    const common: Attributes = {
      ...this.telemetry.attributes,
      [genAi.operation]: 'chat',
      [genAi.provider]: provider,
      [genAi.requestModel]: this.#request.model,
      ...(responseModel !== undefined && { [genAi.responseModel]: responseModel }),
    };
    const failed = this.#error === undefined ? common : { ...common, [errorType]: this.#error };
    meters.chatDuration.record((endedAt - this.startedAt) / 1000, failed, context);
    if (this.#firstChunk !== undefined) meters.firstChunk.record(this.#firstChunk, common, context);
    const { inputTokens, outputTokens } = this.usage;
    if (inputTokens !== undefined)
      meters.tokens.record(inputTokens, { ...common, [genAi.tokenType]: 'input' }, context);
    if (outputTokens !== undefined)
      meters.tokens.record(outputTokens, { ...common, [genAi.tokenType]: 'output' }, context);
    if (usd !== undefined) meters.cost.add(usd, common, context);
  }
}

function requestAttributes({ model, settings, deltas, output }: Asked, everywhere: Attributes): Attributes {
  const { maxTokens, temperature, topP, stop, seed } = settings;
  const told: Attributes = { ...everywhere, [genAi.operation]: 'chat', [genAi.requestModel]: model };
  if (deltas) told[genAi.stream] = true;
  if (maxTokens !== undefined) told[genAi.maxTokens] = maxTokens;
  if (temperature !== undefined) told[genAi.temperature] = temperature;
  if (topP !== undefined) told[genAi.topP] = topP;
  if (stop) told[genAi.stop] = [...stop];
  if (seed !== undefined) told[genAi.seed] = seed;
  if (output) told[genAi.outputType] = 'json';
  return told;
}

/** What went on inside of the call: a retry, another target. The words may hold content, so they stay out. */
function numbersOf({ details = {} }: ModelWarning): Attributes {
  const numbers = Object.entries(details).filter(([, value]) => typeof value === 'number');
  return Object.fromEntries(numbers) as Attributes; // only such values are left
}

/** Adds what was used. */
export function tellUsage(told: Attributes, usage: Usage): void {
  const { inputTokens, outputTokens, cachedInputTokens, cacheWriteTokens, reasoningTokens } = usage;
  if (inputTokens !== undefined) told[genAi.inputTokens] = inputTokens;
  if (outputTokens !== undefined) told[genAi.outputTokens] = outputTokens;
  if (cachedInputTokens !== undefined) told[genAi.cacheRead] = cachedInputTokens;
  if (cacheWriteTokens !== undefined) told[genAi.cacheCreation] = cacheWriteTokens;
  if (reasoningTokens !== undefined) told[genAi.reasoningTokens] = reasoningTokens;
}

export function finishReason({ unified }: Finish): string {
  return unified.replaceAll('-', '_').replace('tool_calls', 'tool_call');
}
