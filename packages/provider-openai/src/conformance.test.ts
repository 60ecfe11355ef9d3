import { openaiChatWire, openaiResponsesWire } from '@pegboard/testing';
import { testProvider } from '@pegboard/testing/vitest';
import OpenAI from 'openai';
import { openai } from './index.ts';

const refusing = { model: 'o3', setting: 'temperature' } as const;

for (const [api, wire] of [
  ['chat', openaiChatWire],
  ['responses', openaiResponsesWire],
] as const) {
  testProvider(({ baseURL, apiKey }) => openai({ baseURL: `${baseURL}/v1`, apiKey, api }), {
    name: `openai() by ${api} over HTTP of its own`,
    wire,
    refusing,
  });

  testProvider(
    ({ baseURL, apiKey }) => openai({ client: new OpenAI({ baseURL: `${baseURL}/v1`, apiKey }), api }),
    { name: `openai() by ${api} through the package openai`, wire, refusing },
  );
}
