import type { LanguageModel } from 'ai';

/** Types of the AI SDK's model contract, taken from `ai` itself, so that users need no second package for them. */
export type AiModel = Extract<LanguageModel, { readonly specificationVersion: 'v4' }>;
/** The contract before it, which `ai` 7 takes as well. */
export type OlderAiModel = Extract<LanguageModel, { readonly specificationVersion: 'v3' }>;

export type AiCallOptions = Parameters<AiModel['doStream']>[0];
export type AiPrompt = AiCallOptions['prompt'];
export type AiMessage = AiPrompt[number];
export type AiGenerated = Awaited<ReturnType<AiModel['doGenerate']>>;
export type AiContent = AiGenerated['content'][number];
export type AiWarning = AiGenerated['warnings'][number];
export type AiUsage = AiGenerated['usage'];
export type AiFinish = AiGenerated['finishReason'];
export type AiTool = NonNullable<AiCallOptions['tools']>[number];

type StreamOf<S> = S extends ReadableStream<infer P> ? P : never;
export type AiStreamPart = StreamOf<Awaited<ReturnType<AiModel['doStream']>>['stream']>;

type PartsOf<R extends AiMessage['role']> = Extract<AiMessage, { readonly role: R }>['content'];
type Item<L> = L extends readonly (infer T)[] ? T : never;
export type AiUserPart = Item<PartsOf<'user'>>;
export type AiAssistantPart = Item<PartsOf<'assistant'>>;
export type AiToolPart = Item<PartsOf<'tool'>>;
export type AiFilePart = Extract<AiUserPart, { readonly type: 'file' }>;
export type AiToolOutput = Extract<AiToolPart, { readonly type: 'tool-result' }>['output'];
export type AiMetadata = NonNullable<AiGenerated['providerMetadata']>;
