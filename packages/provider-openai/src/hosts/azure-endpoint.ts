import { ConfigError, readEnv } from '@pegboard/core/provider';

/** `https://NAME.openai.azure.com` of a resource. Throws a `ConfigError` where nothing names it. */
export function azureEndpoint(baseURL: string | undefined): string {
  const endpoint = baseURL ?? readEnv('AZURE_OPENAI_ENDPOINT');
  if (endpoint) return endpoint;
  throw new ConfigError({
    what: 'There is no endpoint of Azure OpenAI',
    evidence: 'Neither the option baseURL nor the environment variable AZURE_OPENAI_ENDPOINT holds one',
    fix: 'Set AZURE_OPENAI_ENDPOINT or pass baseURL, such as https://NAME.openai.azure.com',
  });
}
