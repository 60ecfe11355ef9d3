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

export const apiKey = 'sk-scenario-1';

export function openaiChat(carrier: string, make: (baseURL: string) => OpenAIOptions): Transport {
  return {
    name: 'openai-chat',
    carrier,
    wire: openaiChatWire,
    models: ['gpt-6-astra', 'gpt-4.1'],
    provider: (origin) => openai({ ...make(`${origin}/v1`), api: 'chat', name: 'openai-chat' }),
  };
}

export function openaiResponses(carrier: string, make: (baseURL: string) => OpenAIOptions): Transport {
  return {
    name: 'openai-responses',
    carrier,
    wire: openaiResponsesWire,
    models: ['gpt-6-astra', 'gpt-4.1', 'gpt-5.5'],
    provider: (origin) => openai({ ...make(`${origin}/v1`), api: 'responses', name: 'openai-responses' }),
  };
}

export function anthropicMessages(carrier: string, make: (baseURL: string) => AnthropicOptions): Transport {
  return {
    name: 'anthropic',
    carrier,
    wire: anthropicMessagesWire,
    models: ['claude-sonnet-5-5', 'claude-haiku-4-5', 'claude-opus-4-8', 'claude-opus-5-5'],
    provider: (origin) => anthropic({ ...make(origin), name: 'anthropic' }),
  };
}

export function gemini(carrier: string, make: (origin: string) => GoogleOptions): Transport {
  return {
    name: 'google',
    carrier,
    wire: googleGenerateContentWire,
    models: ['gemini-3.8-flash', 'gemini-2.5-flash-lite', 'gemini-3.6-flash'],
    provider: (origin) => google({ ...make(origin), name: 'google' }),
  };
}

export function ollamaChat(carrier: string, make: (origin: string) => OllamaOptions): Transport {
  return {
    name: 'ollama',
    carrier,
    wire: ollamaChatWire,
    models: ['qwen3-vl:8b', 'mistral-small3.2'],
    provider: (origin) => ollama({ ...make(origin), name: 'ollama' }),
  };
}
