import type { Message, ModelRequest, ToolSpec } from '@pegboard/core';
import { deepFreeze } from '../lib/deep-freeze.ts';

/** Long and odd enough to be found wherever it leaks. */
export const apiKey = 'sk-test-d41d8cd98f00b204e9800998ecf8427e';

export const hello: Message = { id: 'u1', role: 'user', content: [{ type: 'text', text: 'Hello' }] };

/** A request with one user message; frozen but for the signal, so that a provider which changes it fails. */
export function requestFor(model: string, change: Partial<ModelRequest> = {}): ModelRequest {
  const { signal = new AbortController().signal, ...data } = change;
  const request = {
    model,
    messages: [hello],
    tools: [],
    builtinTools: [],
    toolChoice: 'auto' as const,
    settings: {},
    deltas: true,
    ...data,
  };
  return Object.freeze({ ...deepFreeze(request), signal });
}

export const weatherTool: ToolSpec = {
  name: 'get_weather',
  description: 'Weather of a city',
  inputSchema: {
    type: 'object',
    properties: { city: { type: 'string', description: 'Name of the city' } },
    required: ['city'],
    additionalProperties: false,
  },
};

export const clockTool: ToolSpec = {
  name: 'clock',
  description: 'The time',
  inputSchema: { type: 'object', properties: {}, additionalProperties: false },
};
