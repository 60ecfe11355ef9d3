import { defineHost } from './define-host.ts';

/** Together AI. Source: https://docs.together.ai/docs/openai-api-compatibility */
export const together = defineHost({
  name: 'together',
  baseURL: 'https://api.together.xyz/v1',
  apiKeyEnv: 'TOGETHER_API_KEY',
  quirks: { streamUsage: true },
});
