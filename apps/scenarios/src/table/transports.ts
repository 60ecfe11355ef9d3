import Anthropic from '@anthropic-ai/sdk';
import { GoogleGenAI } from '@google/genai';
import { GoogleGenerativeAI } from '@google/generative-ai';
import type { Provider } from '@pegboard/core';
import { anthropic, type AnthropicOptions } from '@pegboard/provider-anthropic';
import { google, type GoogleOptions } from '@pegboard/provider-google';
import { ollama, type OllamaOptions } from '@pegboard/provider-ollama';
import { openai, type OpenAIOptions } from '@pegboard/provider-openai';
import {
  anthropicMessagesWire,
  googleGenerateContentWire,
  ollamaChatWire,
  openaiChatWire,
  openaiResponsesWire,
  type WireFormat,
} from '@pegboard/testing';
import { Ollama } from 'ollama';
import OpenAI from 'openai';

/** A wire format, something that carries it, and some of its models. */
export interface Transport {
  /** Of the wire: `openai.chat`. */
  readonly name: string;
  /** `HTTP`, or the package of the vendor. */
  readonly carrier: string;
  readonly wire: WireFormat;
  /** Models that differ in what they take. */
  readonly models: readonly [string, ...string[]];
  /** A provider under the wire's name, so that all of them can be in one conversation. */
  readonly provider: (origin: string) => Provider;
}

const apiKey = 'sk-scenario-1';

function chat(carrier: string, make: (baseURL: string) => OpenAIOptions): Transport {
  return {
    name: 'openai-chat',
    carrier,
    wire: openaiChatWire,
    models: ['gpt-6-astra', 'gpt-4.1'],
    provider: (origin) => openai({ ...make(`${origin}/v1`), api: 'chat', name: 'openai-chat' }),
  };
}

function responses(carrier: string, make: (baseURL: string) => OpenAIOptions): Transport {
  return {
    name: 'openai-responses',
    carrier,
    wire: openaiResponsesWire,
    models: ['gpt-6-astra', 'gpt-4.1', 'gpt-5.5'],
    provider: (origin) => openai({ ...make(`${origin}/v1`), api: 'responses', name: 'openai-responses' }),
  };
}

function messages(carrier: string, make: (baseURL: string) => AnthropicOptions): Transport {
  return {
    name: 'anthropic',
    carrier,
    wire: anthropicMessagesWire,
    models: ['claude-sonnet-5-5', 'claude-haiku-4-5', 'claude-opus-4-8', 'claude-opus-5-5'],
    provider: (origin) => anthropic({ ...make(origin), name: 'anthropic' }),
  };
}

function gemini(carrier: string, make: (origin: string) => GoogleOptions): Transport {
  return {
    name: 'google',
    carrier,
    wire: googleGenerateContentWire,
    models: ['gemini-3.8-flash', 'gemini-2.5-flash-lite', 'gemini-3.6-flash'],
    provider: (origin) => google({ ...make(origin), name: 'google' }),
  };
}

function localModels(carrier: string, make: (origin: string) => OllamaOptions): Transport {
  return {
    name: 'ollama',
    carrier,
    wire: ollamaChatWire,
    models: ['qwen3-vl:8b', 'mistral-small3.2'],
    provider: (origin) => ollama({ ...make(origin), name: 'ollama' }),
  };
}

/** The old package has its address as an option of each model. */
function oldGoogle(baseUrl: string): Pick<GoogleGenerativeAI, 'getGenerativeModel' | 'apiKey'> {
  const client = new GoogleGenerativeAI(apiKey);
  return { apiKey, getGenerativeModel: (params) => client.getGenerativeModel(params, { baseUrl }) };
}

/** Every wire format with everything that can carry it; the first of each wire is our own HTTP. */
export const transports: readonly Transport[] = [
  chat('HTTP', (baseURL) => ({ baseURL, apiKey })),
  chat('openai', (baseURL) => ({ client: new OpenAI({ baseURL, apiKey }) })),
  responses('HTTP', (baseURL) => ({ baseURL, apiKey })),
  responses('openai', (baseURL) => ({ client: new OpenAI({ baseURL, apiKey }) })),
  messages('HTTP', (baseURL) => ({ baseURL, apiKey })),
  messages('@anthropic-ai/sdk', (baseURL) => ({ client: new Anthropic({ baseURL, apiKey }) })),
  gemini('HTTP', (origin) => ({ baseURL: `${origin}/v1beta`, apiKey })),
  gemini('@google/genai', (baseUrl) => ({
    client: new GoogleGenAI({ apiKey, apiVersion: 'v1beta', httpOptions: { baseUrl } }),
  })),
  gemini('@google/generative-ai', (origin) => ({ client: oldGoogle(origin) })),
  localModels('HTTP', (baseURL) => ({ baseURL })),
  localModels('ollama', (host) => ({ client: new Ollama({ host }) })),
];

/** One row for each wire. */
export const wires: readonly Transport[] = transports.filter(({ carrier }) => carrier === 'HTTP');
