import { defineHost } from './define-host.ts';

const takes = { streamUsage: true, parallelKey: true, strictOutput: true } as const;

/** xAI. Source: https://docs.x.ai/docs */
export const xai = defineHost({
  name: 'xai',
  baseURL: 'https://api.x.ai/v1',
  apiKeyEnv: 'XAI_API_KEY',
  quirks: { ...takes, maxTokensKey: 'max_completion_tokens' },
});
