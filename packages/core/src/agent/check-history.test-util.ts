import { expect } from 'vitest';
import type { Message } from '@pegboard/core';

/** Every call of the conversation has exactly one result, in the message behind it, in the order of the calls. */
export function expectSound(messages: readonly Message[]): void {
  messages.forEach((message, index) => {
    if (message.role !== 'assistant') return;
    const calls = message.content.filter((part) => part.type === 'tool-call' && part.executor === 'client');
    const next = messages[index + 1];
    const results = next?.role === 'tool' ? next.content : [];
    expect(ids(results), `results of message ${index}`).toEqual(ids(calls));
  });
  const all = messages.flatMap((message) => (message.role === 'tool' ? message.content : []));
  expect(new Set(all.map((part) => part.callId)).size, 'results per call').toBe(all.length);
}

function ids(parts: readonly object[]): unknown[] {
  return parts.map((part) => (part as { callId: string }).callId);
}
