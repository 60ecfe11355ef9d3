import type { JsonObject } from '@pegboard/core';
import { seal } from '../lib/seal.ts';

export const user = { role: 'user', content: 'Hi' };
export const call = { type: 'tool_use', id: 'c1', name: 'f', input: {} };
export const calling = { role: 'assistant', content: [call] };
export const result = { type: 'tool_result', tool_use_id: 'c1', content: 'ok' };
export const answered = { role: 'user', content: [result] };
export const thinking = { type: 'thinking', thinking: 'hm', signature: seal('hm') };

export const body = (change: JsonObject): JsonObject => ({
  model: 'm',
  max_tokens: 4096,
  messages: [user],
  ...change,
});
export const talk = (...messages: readonly JsonObject[]): JsonObject => body({ messages });
export const says = (...content: readonly JsonObject[]): JsonObject => talk({ role: 'user', content });
export const answers = (...content: readonly JsonObject[]): JsonObject =>
  talk(user, { role: 'assistant', content }, user);
