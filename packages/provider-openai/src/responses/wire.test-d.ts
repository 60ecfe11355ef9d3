import type {
  FunctionTool as SdkFunctionTool,
  Response,
  ResponseCreateParams,
  ResponseFormatTextJSONSchemaConfig,
  ResponseInputItem,
  Tool,
  ToolChoiceFunction,
  ToolChoiceOptions,
} from 'openai/resources/responses/responses';
import { AzureOpenAI, OpenAI } from 'openai';
import { expectTypeOf, test } from 'vitest';
import { openai } from '../index.ts';
import type { FunctionTool, InputItem, ResponseBody, ResponsesToolChoice, TextFormat } from './wire.ts';

test('what we write is what the SDK says that the API takes', () => {
  expectTypeOf<InputItem>().toExtend<ResponseInputItem>();
  expectTypeOf<FunctionTool>().toExtend<SdkFunctionTool>();
  expectTypeOf<FunctionTool>().toExtend<Tool>();
  expectTypeOf<ResponsesToolChoice>().toExtend<ToolChoiceOptions | ToolChoiceFunction>();
  expectTypeOf<TextFormat>().toExtend<ResponseFormatTextJSONSchemaConfig>();
  expectTypeOf<'reasoning.encrypted_content'>().toExtend<
    NonNullable<ResponseCreateParams['include']>[number]
  >();
});

test('what we read can hold what the SDK says that the API sends', () => {
  expectTypeOf<Response>().toExtend<ResponseBody>();
});

test('clients of the SDK fit, by either format', () => {
  openai({ client: new OpenAI(), api: 'responses' });
  openai({ client: new AzureOpenAI(), api: 'responses' });
});
