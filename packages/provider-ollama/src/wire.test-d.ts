import {
  type ChatRequest,
  type ChatResponse,
  type ListResponse,
  Ollama,
  type Options,
  type ShowResponse,
} from 'ollama';
import { expectTypeOf, test } from 'vitest';
import { ollama } from './index.ts';
import type { OllamaMessage, OllamaRequest, OllamaSettings, OllamaTool } from './wire.ts';

type SdkMessage = NonNullable<ChatRequest['messages']>[number];

test('what we write is what the package says that the API takes', () => {
  expectTypeOf<OllamaMessage>().toExtend<SdkMessage>();
  expectTypeOf<OllamaTool>().toExtend<NonNullable<ChatRequest['tools']>[number]>();
  expectTypeOf<OllamaSettings>().toExtend<Partial<Options>>();
  expectTypeOf<OllamaRequest>().toExtend<ChatRequest>();
  expectTypeOf<Exclude<keyof OllamaRequest, 'truncate'>>().toExtend<keyof ChatRequest>();
});

test('what we read is what the package says that the API sends', () => {
  expectTypeOf<
    'model' | 'message' | 'done' | 'done_reason' | 'prompt_eval_count' | 'eval_count' | 'total_duration'
  >().toExtend<keyof ChatResponse>();
  expectTypeOf<'content' | 'thinking' | 'tool_calls'>().toExtend<keyof ChatResponse['message']>();
  expectTypeOf<'name' | 'model'>().toExtend<keyof ListResponse['models'][number]>();
  expectTypeOf<'capabilities'>().toExtend<keyof ShowResponse>();
});

test('clients of the package fit', () => {
  ollama({ client: new Ollama() });
});
