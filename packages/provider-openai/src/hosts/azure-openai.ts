import { firstParty } from '../chat/profile.ts';
import { defineHost } from './define-host.ts';

const path = '/openai/deployments/{model}/chat/completions?api-version={apiVersion}';
const own = { keyHeader: 'api-key', builtinTools: 'none', promptCacheKey: false } as const;

/** Azure OpenAI by deployments: `deployment` is by default the name of the model; `token` asks for a token of Entra ID in place of a key. */
export const azureOpenAI = defineHost({
  name: 'azure',
  baseURLEnv: 'AZURE_OPENAI_ENDPOINT',
  apiVersion: '2024-10-21',
  apiKeyEnv: 'AZURE_OPENAI_API_KEY',
  quirks: { ...firstParty, ...own, path, responsesPath: '/openai/v1/responses' },
});
