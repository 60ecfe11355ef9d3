export type { OpenAIClient } from './client.ts';
export { openai, type OpenAIOptions } from './provider.ts';
