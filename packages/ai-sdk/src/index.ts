export type { AiModel } from './ai-types.ts';
export { fromAiSdk } from './from-ai-sdk.ts';
export type { ToAiModelOptions } from './model/to-ai-model.ts';
export { toAiSdk } from './to-ai-sdk.ts';
export type { ToAiSdkOptions } from './tools/to-ai-tools.ts';
