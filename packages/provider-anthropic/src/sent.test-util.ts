import type { Message, ModelRequest, ToolSpec } from '@pegboard/core/provider';
import { anthropicMessagesWire as wire } from '@pegboard/testing';
import { expect } from 'vitest';
import { type AnthropicOptions, anthropic } from './index.ts';
import {
  host,
  type Outcome,
  run,
  type Seen,
  streamOf,
  streams,
  testKey,
  textBlock,
} from './loopback.test-util.ts';

export const clock: ToolSpec = { name: 'clock', description: 'The time', inputSchema: { type: 'object' } };
export const weather: ToolSpec = { name: 'weather', description: 'Weather', inputSchema: { type: 'object' } };

export interface Sent extends Seen {
  readonly outcome: Outcome;
  readonly warned: readonly string[];
}

/** Sends a request to a host that takes only what the strict host takes. */
export async function sent(
  change: Partial<ModelRequest> = {},
  options: AnthropicOptions = {},
): Promise<Sent> {
  const { baseURL, seen } = await host(streams(streamOf([textBlock('ok')])));
  const outcome = await run(anthropic({ baseURL, apiKey: testKey, ...options }), change);
  const [request] = seen;
  if (!request) throw new Error('Nothing was sent.');
  const headers = request.headers as Record<string, string>;
  expect(wire.violations(request.body, request.path, headers)).toEqual([]);
  const warned = outcome.warnings.map(
    ({ code, details }) => `${code} ${Object.values(details ?? {})[0] as string}`,
  );
  return { ...request, outcome, warned };
}

export const assistant = (...content: Extract<Message, { role: 'assistant' }>['content']): Message => ({
  id: `a-${JSON.stringify(content).length}`,
  role: 'assistant',
  content,
});
export const called = (callId: string, name = 'clock') =>
  ({ type: 'tool-call', callId, name, input: {}, executor: 'client' }) as const;
export const results = (...texts: [callId: string, text: string][]): Message => ({
  id: `r-${texts.length}-${texts[0]?.[0]}`,
  role: 'tool',
  content: texts.map(([callId, text]) => ({
    type: 'tool-result',
    callId,
    name: 'clock',
    status: 'success',
    content: [{ type: 'text', text }],
    executor: 'client',
  })),
});
export const system = (text: string): Message => ({
  id: `s-${text}`,
  role: 'system',
  content: [{ type: 'text', text }],
});
export const thought = (text: string, model: string) =>
  ({
    type: 'reasoning',
    text,
    providerData: { 'anthropic.messages': { signature: `signed ${text}`, model } },
  }) as const;
