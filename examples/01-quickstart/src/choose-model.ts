import type { Provider } from '@pegboard/core';
import { local } from '@pegboard/provider-local';
import { openai } from '@pegboard/provider-openai';

export interface Choice {
  readonly provider: Provider;
  readonly model: string;
  /** Why this one, in words for the person at the terminal. */
  readonly why: string;
}

/** OpenAI when there is a key for it, else the offline rules. PEGBOARD_MODEL (`gpt-6-astra`, `local/echo`) names another model. */
export function chooseModel(env: NodeJS.ProcessEnv, delayMs: number): Choice {
  const wanted = env['PEGBOARD_MODEL'] ?? '';
  const hasKey = (env['OPENAI_API_KEY'] ?? '') !== '';
  if (hasKey && !wanted.startsWith('local/')) {
    const model = wanted.replace(/^openai\//, '') || 'gpt-6-astra';
    return { provider: openai(), model, why: 'OPENAI_API_KEY is set.' };
  }
  return {
    provider: local({ delayMs }),
    model: wanted.startsWith('local/') ? wanted.slice('local/'.length) : 'rules',
    why: 'No key and no network: fixed rules stand in for a language model. Set OPENAI_API_KEY to use OpenAI.',
  };
}
