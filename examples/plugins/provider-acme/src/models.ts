import type { ModelInfo } from '@pegboard/core/provider';

/** What is known of the models, each fact optional. `false` refuses a call before it is sent: write only what you have read. */
export const models: readonly ModelInfo[] = [
  { id: 'acme-1', capabilities: { tools: true, vision: false }, contextTokens: 128_000 },
];
