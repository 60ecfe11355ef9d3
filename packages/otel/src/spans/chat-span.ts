import { type Attributes, type Context, type Span, SpanKind, SpanStatusCode } from '@opentelemetry/api';
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
import { type AnswerParts, collectParts } from '../content/collect-parts.ts';
import { requestContent, responseContent } from '../content/message-content.ts';
import { errorType, genAi, own } from '../names.ts';
import { providerName } from '../provider-name.ts';
import type { Telemetry } from '../telemetry.ts';
import { within } from '../traced-work.ts';

/** What is known only outside of the call. */
export interface ChatFacts {
  /** Who was asked, unless the answer says otherwise. */
  readonly origin?: Origin | undefined;
  readonly usd?: number | undefined;
}

/** What the span is for, as `isTraced` knows it. */
export const chatWork = 'chat';

/** The span of one call of a model, retries included. It measures at once and can be closed later. */
export class ChatSpan {
  /** With the span in it. */
  readonly context: Context;
  usage: Usage = {};
  /** Known when the answer said it, or the error. */
  origin: Partial<Origin> | undefined;
  readonly #telemetry: Telemetry;
  readonly #request: ModelRequest;
  readonly #span: Span;
  readonly #startedAt = performance.now();
  readonly #parts: AnswerParts | undefined;
  /** What is told at the end. */
  readonly #found: Attributes = {};
  #endedAt: number | undefined;
  #firstChunk: number | undefined;
  #error: string | undefined;

  constructor(telemetry: Telemetry, request: ModelRequest, parent: Context) {
    this.#telemetry = telemetry;
    this.#request = request;
    this.#span = telemetry.tracer.startSpan(
      `chat ${request.model}`,
      {
        kind: SpanKind.CLIENT,
        attributes: requestAttributes(request, telemetry.attributes),
      },
      parent,
    );
    this.context = within(parent, this.#span, chatWork);
    if (this.#span.isRecording() && telemetry.captures('messages')) {
      this.#span.setAttributes(requestContent(request, telemetry));
      this.#parts = collectParts();
    }
  }

  get isOver(): boolean {
    return this.#endedAt !== undefined;
  }

  see(events: readonly ModelEvent[]): void {
    for (const event of events) {
      this.#parts?.add(event);
      if (event.type === 'finish') this.#finished(event);
      else if (event.type === 'warning') this.#warned(event);
      else if (event.type === 'start') this.#answered(event.response);
      else if (this.#request.deltas) this.#firstChunk ??= (performance.now() - this.#startedAt) / 1000;
    }
  }

  #answered({ id, model, target }: Extract<ModelEvent, { type: 'start' }>['response']): void {
    if (id !== undefined) this.#found[genAi.responseId] = id;
    if (model !== undefined) this.#found[genAi.responseModel] = model;
    this.origin = target;
  }

  #finished({ finish, usage }: Extract<ModelEvent, { type: 'finish' }>): void {
    this.usage = usage;
    this.#found[genAi.finishReasons] = [finishReason(finish)];
    if (finish.unified !== 'error') return;
    this.#error = 'error';
    this.#span.setStatus({ code: SpanStatusCode.ERROR });
  }

  /** What went on inside of the call: a retry, another target. The words may hold content, so they stay out. */
  #warned({ code, details = {} }: ModelWarning): void {
    const numbers = Object.entries(details).filter(([, value]) => typeof value === 'number');
    this.#span.addEvent(`pegboard.${code}`, Object.fromEntries(numbers) as Attributes);
  }

  fail(error: unknown): void {
    if (this.#request.signal.aborted) {
      this.leave();
      return;
    }
    if (isProviderError(error))
      this.origin = { provider: error.provider, model: error.model ?? this.#request.model };
    this.#error = isPegboardError(error) ? error.code : '_OTHER';
    const message =
      error instanceof Error && this.#telemetry.captures('tools')
        ? this.#telemetry.text(error.message)
        : undefined;
    this.#span.setStatus({ code: SpanStatusCode.ERROR, ...(message !== undefined && { message }) });
    this.end();
  }

  /** Nobody wants the rest of the answer; that is no error. */
  leave(): void {
    this.#found[own.cancelled] = true;
    this.end();
  }

  end(): void {
    this.#endedAt ??= performance.now();
  }

  /** Tells everything, and closes the span at the time of `end`. */
  close({ origin, usd }: ChatFacts): void {
    const endedAt = this.#endedAt ?? performance.now();
    const provider = providerName(this.origin?.provider ?? origin?.provider);
    this.#measure(provider, endedAt, usd);
    if (this.#span.isRecording()) this.#span.setAttributes(this.#attributes(provider, usd));
    this.#span.end(endedAt);
  }

  #attributes(provider: string, usd: number | undefined): Attributes {
    const found = this.#found;
    found[genAi.provider] = provider;
    tellUsage(found, this.usage);
    if (this.#firstChunk !== undefined) found[genAi.firstChunk] = this.#firstChunk;
    if (usd !== undefined) found[own.cost] = usd;
    if (this.#error !== undefined) found[errorType] = this.#error;
    return this.#parts ? { ...found, ...responseContent(this.#parts.end(), this.#telemetry) } : found;
  }

  #measure(provider: string, endedAt: number, usd: number | undefined): void {
    const meters = this.#telemetry.meters();
    if (!meters) return;
    const responseModel = this.#found[genAi.responseModel];
    const common: Attributes = {
      ...this.#telemetry.attributes,
      [genAi.operation]: 'chat',
      [genAi.provider]: provider,
      [genAi.requestModel]: this.#request.model,
      ...(responseModel !== undefined && { [genAi.responseModel]: responseModel }),
    };
    const failed = this.#error === undefined ? common : { ...common, [errorType]: this.#error };
    meters.chatDuration.record((endedAt - this.#startedAt) / 1000, failed);
    if (this.#firstChunk !== undefined) meters.firstChunk.record(this.#firstChunk, common);
    const { inputTokens, outputTokens } = this.usage;
    if (inputTokens !== undefined)
      meters.tokens.record(inputTokens, { ...common, [genAi.tokenType]: 'input' });
    if (outputTokens !== undefined)
      meters.tokens.record(outputTokens, { ...common, [genAi.tokenType]: 'output' });
    if (usd !== undefined) meters.cost.add(usd, common);
  }
}

function requestAttributes(
  { model, settings, deltas, output }: ModelRequest,
  everywhere: Attributes,
): Attributes {
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
