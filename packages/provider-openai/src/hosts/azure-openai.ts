import type { Provider } from '@pegboard/core/provider';
import { firstParty } from '../chat/profile.ts';
import { azureEndpoint } from './azure-endpoint.ts';
import { defineHost, type HostOptions } from './define-host.ts';

export interface AzureOpenAIOptions extends HostOptions {
  /** Default: the name of the model. */
  readonly deployment?: string | undefined;
  readonly apiVersion?: string | undefined;
}

const own = { ...firstParty, keyHeader: 'api-key', builtinTools: 'none', promptCacheKey: false } as const;

/** Azure OpenAI by deployments; `baseURL` defaults to AZURE_OPENAI_ENDPOINT, and `token` asks for a token of Entra ID in place of a key. Throws a `ConfigError` where nothing names the endpoint. */
export function azureOpenAI({
  deployment,
  apiVersion = '2024-10-21',
  ...options
}: AzureOpenAIOptions = {}): Provider {
  const name = deployment === undefined ? '{model}' : encodeURIComponent(deployment);
  const path = `/openai/deployments/${name}/chat/completions?api-version=${apiVersion}`;
  const endpoint = azureEndpoint(options.baseURL);
  // Responses has one address for all deployments, which are named as models.
  const baseURL = options.api === 'responses' ? `${endpoint}/openai/v1` : endpoint;
  const host = { name: 'azure', baseURL, apiKeyEnv: 'AZURE_OPENAI_API_KEY' };
  return defineHost({ ...host, quirks: { ...own, path } })({ ...options, baseURL });
}
