import { defineHost } from './define-host.ts';

const reasoning = { effortKey: 'reasoning', reasoningDetails: true } as const;
const takes = { streamUsage: true, parallelKey: true, strictOutput: true, videos: true } as const;

/** OpenRouter. Builtin tools become its server tools, such as openrouter:web_search. Source: https://openrouter.ai/docs */
export const openrouter = defineHost({
  name: 'openrouter',
  baseURL: 'https://openrouter.ai/api/v1',
  apiKeyEnv: 'OPENROUTER_API_KEY',
  quirks: { ...reasoning, ...takes, builtinTools: 'openrouter' },
});
