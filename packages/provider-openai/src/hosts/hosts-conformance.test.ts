import type { Provider } from '@pegboard/core';
import { openaiChatWire, type WireFormat } from '@pegboard/testing';
import { testProvider } from '@pegboard/testing/vitest';
import { OpenAI } from 'openai';
import {
  azureOpenAI,
  type ChatQuirks,
  type CompatibleOptions,
  deepseek,
  groq,
  llamaCpp,
  lmStudio,
  mistral,
  openaiCompatible,
  openrouter,
  together,
  vllm,
  xai,
} from '../index.ts';

interface Host {
  readonly name: string;
  readonly make: (options: CompatibleOptions) => Provider;
  readonly wire?: WireFormat;
  /** Where the host takes what OpenAI refuses, or the other way round: that has tests of its own. */
  readonly quirks?: Partial<ChatQuirks>;
}

const { parallelToolCalls: _, ...settings } = openaiChatWire.settings;
/** For hosts that are not sent `parallel_tool_calls`. */
const plain: WireFormat = { ...openaiChatWire, settings };
const azure: WireFormat = { ...openaiChatWire, keyOf: (headers) => headers['api-key'] };

const hosts: readonly Host[] = [
  { name: 'an unknown host', make: openaiCompatible, wire: plain },
  {
    name: 'an unknown host through the package openai',
    make: ({ baseURL, apiKey, ...rest }) =>
      openaiCompatible({ ...rest, baseURL, client: new OpenAI({ baseURL, apiKey: String(apiKey) }) }),
    wire: plain,
  },
  { name: 'azureOpenAI()', make: azureOpenAI, wire: azure },
  { name: 'deepseek()', make: deepseek, wire: plain, quirks: { jsonSchema: true, imageUrls: true } },
  { name: 'groq()', make: groq },
  { name: 'llamaCpp()', make: llamaCpp, quirks: { imageUrls: true } },
  { name: 'lmStudio()', make: lmStudio, wire: plain, quirks: { imageUrls: true } },
  {
    name: 'mistral()',
    make: mistral,
    quirks: { toolChoice: 'all', seedKey: 'seed', reasoningEcho: 'none' },
  },
  { name: 'openrouter()', make: openrouter, quirks: { videos: false } },
  { name: 'together()', make: together, wire: plain },
  { name: 'vllm()', make: vllm },
  { name: 'xai()', make: xai },
];

for (const { name, make, wire = openaiChatWire, quirks } of hosts)
  testProvider(
    ({ baseURL, apiKey }) =>
      make({ name: 'host', baseURL: `${baseURL}/v1`, apiKey, apiKeyEnv: 'HOST_API_KEY', quirks }),
    { name, wire },
  );
