import { context, metrics, propagation, trace } from '@opentelemetry/api';
import { afterEach, beforeEach } from 'vitest';
import * as z from 'zod';
import { defineTool, type Hooks } from '@pegboard/core';
import { otel } from './otel.ts';
import { type Receiver, type ReceivedSpan, startReceiver } from './otlp-receiver.test-util.ts';
import type { OtelOptions } from './telemetry.ts';

/** A receiver and an SDK of its own for each test. */
export function useReceiver(): { readonly current: Receiver; hooks(options?: OtelOptions): Hooks } {
  let receiver: Receiver | undefined;
  const current = (): Receiver => {
    if (receiver) return receiver;
    throw new RangeError('the receiver is there only inside of a test');
  };
  beforeEach(async () => {
    receiver = await startReceiver();
  });
  afterEach(async () => {
    await receiver?.close();
    context.disable();
    trace.disable();
    propagation.disable();
    metrics.disable();
  });
  return {
    get current() {
      return current();
    },
    hooks: (options = {}) => otel({ ...current(), ...options }),
  };
}

export const named = (spans: readonly ReceivedSpan[], name: string): ReceivedSpan[] =>
  spans.filter((span) => span.name === name);

/** The one span of that name. */
export function one(spans: readonly ReceivedSpan[], name: string): ReceivedSpan {
  const [first, ...others] = named(spans, name);
  if (first && others.length === 0) return first;
  throw new RangeError(`${others.length + (first ? 1 : 0)} spans named ${name}`);
}

export const models = [{ id: 'gpt-6-astra', price: { input: 2, output: 10 } }];

export const usage = {
  inputTokens: 100,
  outputTokens: 20,
  totalTokens: 120,
  cachedInputTokens: 0,
  reasoningTokens: 5,
};

export const getWeather = defineTool({
  name: 'get_weather',
  description: 'The weather',
  input: z.object({ city: z.string() }),
  execute: ({ city }) => `sunny in ${city}`,
});
