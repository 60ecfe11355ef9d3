import { defineHost } from './define-host.ts';

const takes = { streamUsage: true, parallelKey: true } as const;

/** Groq. What it refuses as no valid call of a tool is read again. Source: https://console.groq.com/docs/openai */
export const groq = defineHost({
  name: 'groq',
  baseURL: 'https://api.groq.com/openai/v1',
  apiKeyEnv: 'GROQ_API_KEY',
  quirks: { ...takes, maxTokensKey: 'max_completion_tokens', failedGeneration: true },
});
