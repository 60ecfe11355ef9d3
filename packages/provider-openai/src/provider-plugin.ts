import { ConfigError, jsonSchema } from '@pegboard/core';
import { definePlugin } from '@pegboard/core/plugin';
import { openai, type OpenAIOptions } from './provider.ts';

/** The options that a configuration file can hold. */
interface OpenAIConfig extends Pick<
  OpenAIOptions,
  | 'baseURL'
  | 'name'
  | 'api'
  | 'organization'
  | 'project'
  | 'headers'
  | 'models'
  | 'strictTools'
  | 'reasoningSummary'
> {
  readonly apiKey?: string;
  /** `sdk`: requests go through the package `openai`. Default `http`. */
  readonly transport?: 'http' | 'sdk';
}

const text = { type: 'string' };

/** OpenAI for configuration files: `openai/gpt-6-astra`. */
export const plugin = definePlugin({
  name: '@pegboard/provider-openai',
  api: 1,
  permissions: { net: ['api.openai.com'], env: ['OPENAI_API_KEY', 'OPENAI_BASE_URL'] },
  config: jsonSchema<OpenAIConfig>({
    type: 'object',
    properties: {
      apiKey: { ...text, description: 'Default OPENAI_API_KEY.' },
      baseURL: { ...text, description: 'Default OPENAI_BASE_URL, else https://api.openai.com/v1.' },
      name: { ...text, description: 'The first half of name/model. Default openai.' },
      api: { enum: ['chat', 'responses'] },
      transport: { enum: ['http', 'sdk'], description: 'sdk: through the package openai. Default http.' },
      organization: text,
      project: text,
      strictTools: {
        type: 'boolean',
        description: 'strict: true for tools whose schema can be said so. Default false.',
      },
      headers: { type: 'object', additionalProperties: text },
      models: { type: 'object', additionalProperties: { type: 'object' } },
      reasoningSummary: { enum: ['auto', 'concise', 'detailed'] },
    },
    additionalProperties: false,
  }),
  async setup({ config: { transport, ...config }, env }) {
    const { apiKey, baseURL = env['OPENAI_BASE_URL'] || undefined } = config;
    const client =
      transport === 'sdk'
        ? await createClient({ ...config, baseURL, apiKey: apiKey ?? env['OPENAI_API_KEY'] })
        : undefined;
    const key = apiKey ?? (() => env['OPENAI_API_KEY'] ?? '');
    return { providers: [openai({ ...config, baseURL, apiKey: key, client })] };
  },
});

type SdkOptions = Omit<OpenAIOptions, 'apiKey'> & { readonly apiKey: string | undefined };

async function createClient({
  apiKey,
  baseURL,
  organization,
  project,
  headers,
}: SdkOptions): Promise<OpenAIOptions['client']> {
  const { OpenAI } = await import('openai').catch((cause: unknown) => {
    throw new ConfigError({
      what: 'transport: sdk needs the package openai',
      evidence: 'It cannot be loaded',
      fix: 'Install it: npm install openai',
      cause,
    });
  });
  return new OpenAI({
    ...(apiKey !== undefined && { apiKey }),
    ...(baseURL !== undefined && { baseURL }),
    ...(organization !== undefined && { organization }),
    ...(project !== undefined && { project }),
    ...(headers && { defaultHeaders: headers }),
  });
}
