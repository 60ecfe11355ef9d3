import { defineHost } from './define-host.ts';

const reasoning = { effortKey: 'thinking', reasoningEcho: 'reasoning_content-with-calls' } as const;

/** DeepSeek. Reasoning goes back with answers that called tools. Source: https://api-docs.deepseek.com/guides/thinking_mode */
export const deepseek = defineHost({
  name: 'deepseek',
  baseURL: 'https://api.deepseek.com',
  apiKeyEnv: 'DEEPSEEK_API_KEY',
  quirks: { ...reasoning, jsonSchema: false, streamUsage: true, imageUrls: false },
});
