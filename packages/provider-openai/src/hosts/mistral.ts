import { defineHost } from './define-host.ts';

const order = { callIds: 'short', turns: 'no-user-after-tool', emptyContent: 'text' } as const;
const words = { seedKey: 'random_seed', toolChoice: 'any', reasoningEcho: 'thinking-parts' } as const;

/** Mistral AI. Ids of calls are nine letters and digits there. Source: https://docs.mistral.ai/api */
export const mistral = defineHost({
  name: 'mistral',
  baseURL: 'https://api.mistral.ai/v1',
  apiKeyEnv: 'MISTRAL_API_KEY',
  quirks: { ...order, ...words, parallelKey: true, strictOutput: true },
});
