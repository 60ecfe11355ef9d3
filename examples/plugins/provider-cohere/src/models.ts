import type { ModelInfo } from '@pegboard/core/provider';

/** What is known, each fact optional. `false` refuses a call before it is sent: write only what you have read. */
export const models: readonly ModelInfo[] = [
  {
    id: 'command-a-03-2025',
    capabilities: { tools: true },
    contextTokens: 256_000,
    source: 'https://vercel.com/ai-gateway/models/command-a',
    checkedOn: '2026-11-21',
  },
  {
    id: 'command-a-reasoning-08-2025',
    capabilities: { tools: true, reasoning: true },
    contextTokens: 256_000,
    maxOutputTokens: 32_000,
    source: 'https://docs.cohere.com/docs/command-a-reasoning',
    checkedOn: '2026-11-21',
  },
];
