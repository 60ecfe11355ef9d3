import { openaiChatWire, openaiResponsesWire } from '@pegboard/testing';
import { testProviderMutants } from '@pegboard/testing/mutants';
import { openai } from './index.ts';

for (const [api, wire] of [
  ['chat', openaiChatWire],
  ['responses', openaiResponsesWire],
] as const)
  testProviderMutants(`testProvider by openai() and ${api}`, {
    create: ({ baseURL, apiKey }) => openai({ baseURL: `${baseURL}/v1`, apiKey, api }),
    wire,
  });
