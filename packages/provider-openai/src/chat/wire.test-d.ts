import type {
  ChatCompletionChunk,
  ChatCompletionCreateParams,
  ChatCompletionMessage,
  ChatCompletionMessageParam,
  ChatCompletionTool,
  ChatCompletionToolChoiceOption,
} from 'openai/resources/chat/completions';
import { AzureOpenAI, OpenAI } from 'openai';
import { expectTypeOf, test } from 'vitest';
import { openai } from '../index.ts';
import type {
  ChatChunk,
  ChatDelta,
  ChatMessage,
  ChatResponseFormat,
  ChatTool,
  ChatToolChoice,
} from './wire.ts';

test('what we write is what the SDK says that the API takes', () => {
  expectTypeOf<ChatMessage>().toExtend<ChatCompletionMessageParam>();
  expectTypeOf<ChatTool>().toExtend<ChatCompletionTool>();
  expectTypeOf<ChatToolChoice>().toExtend<ChatCompletionToolChoiceOption>();
  expectTypeOf<ChatResponseFormat>().toExtend<NonNullable<ChatCompletionCreateParams['response_format']>>();
});

test('what we read can hold what the SDK says that the API sends', () => {
  expectTypeOf<ChatCompletionChunk>().toExtend<ChatChunk>();
  expectTypeOf<Omit<ChatCompletionMessage, 'tool_calls'>>().toExtend<ChatDelta>();
});

test('clients of the SDK fit', () => {
  openai({ client: new OpenAI() });
  openai({ client: new AzureOpenAI() });
});
