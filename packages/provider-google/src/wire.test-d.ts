import type {
  Content,
  FunctionCallingConfigMode,
  FunctionDeclaration,
  FunctionResponse,
  GenerateContentConfig,
  GenerateContentResponse,
  Part,
  ThinkingConfig,
  ThinkingLevel as SdkThinkingLevel,
  ToolConfig,
} from '@google/genai';
import { GoogleGenAI } from '@google/genai';
import type { GenerateContentRequest } from '@google/generative-ai';
import { GoogleGenerativeAI } from '@google/generative-ai';
import { expectTypeOf, test } from 'vitest';
import { google } from './index.ts';
import type {
  GeminiContent,
  GeminiFunction,
  GeminiFunctionResponse,
  GeminiGenerationConfig,
  GeminiPart,
  GeminiThinking,
  GeminiToolConfig,
  ThinkingLevel,
} from './wire.ts';

type FunctionCalling = NonNullable<GeminiToolConfig['functionCallingConfig']>;

test('what we write is what the SDK says that the API takes', () => {
  // `executableCode` and its like are what the API itself sent, whole.
  type Own = 'executableCode' | 'codeExecutionResult' | 'toolCall' | 'toolResponse';
  expectTypeOf<Omit<GeminiPart, Own>>().toExtend<Part>();
  expectTypeOf<Own>().toExtend<keyof Part>();
  expectTypeOf<GeminiContent['role']>().toExtend<NonNullable<Content['role']>>();
  expectTypeOf<GeminiFunction>().toExtend<FunctionDeclaration>();
  expectTypeOf<GeminiFunctionResponse>().toExtend<FunctionResponse>();
  expectTypeOf<Omit<GeminiToolConfig, 'functionCallingConfig'>>().toExtend<ToolConfig>();
  // The SDK has enums where the wire has words.
  expectTypeOf<FunctionCalling['mode']>().toExtend<`${FunctionCallingConfigMode}`>();
  expectTypeOf<ThinkingLevel>().toExtend<`${SdkThinkingLevel}`>();
  expectTypeOf<Omit<GeminiThinking, 'thinkingLevel'>>().toExtend<ThinkingConfig>();
  expectTypeOf<Omit<GeminiGenerationConfig, 'thinkingConfig'>>().toExtend<GenerateContentConfig>();
});

test('what we read is what the SDK says that the API sends', () => {
  type Candidate = NonNullable<GenerateContentResponse['candidates']>[number];
  expectTypeOf<'responseId' | 'modelVersion' | 'usageMetadata' | 'promptFeedback'>().toExtend<
    keyof GenerateContentResponse
  >();
  expectTypeOf<
    | 'content'
    | 'finishReason'
    | 'finishMessage'
    | 'continuationToken'
    | 'groundingMetadata'
    | 'urlContextMetadata'
  >().toExtend<keyof Candidate>();
});

test('the old SDK takes contents, config and instructions under the same names', () => {
  expectTypeOf<'contents' | 'generationConfig' | 'systemInstruction' | 'tools' | 'toolConfig'>().toExtend<
    keyof GenerateContentRequest
  >();
});

test('clients of both SDKs fit', () => {
  google({ client: new GoogleGenAI({ apiKey: 'x' }) });
  google({ client: new GoogleGenAI({ vertexai: true, project: 'p', location: 'global' }) });
  google({ client: new GoogleGenerativeAI('x') });
});
