export type { AnthropicClient } from './client.ts';
export { anthropic, type AnthropicOptions } from './provider.ts';
