import { openaiChatWire } from '@pegboard/testing';
import { testProvider } from '@pegboard/testing/vitest';
import OpenAI from 'openai';
import { openai } from './index.ts';

const refusing = { model: 'o3', setting: 'temperature' } as const;

testProvider(({ baseURL, apiKey }) => openai({ baseURL: `${baseURL}/v1`, apiKey }), {
  name: 'openai() over HTTP of its own',
  wire: openaiChatWire,
  refusing,
});

testProvider(({ baseURL, apiKey }) => openai({ client: new OpenAI({ baseURL: `${baseURL}/v1`, apiKey }) }), {
  name: 'openai() through the package openai',
  wire: openaiChatWire,
  refusing,
});
