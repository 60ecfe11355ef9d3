import { ConfigError, jsonSchema } from '@pegboard/core';
import { definePlugin } from '@pegboard/core/plugin';
import { anthropic, type AnthropicOptions } from './provider.ts';

/** The options that a configuration file can hold. */
interface AnthropicConfig extends Pick<
  AnthropicOptions,
  'baseURL' | 'name' | 'version' | 'betas' | 'headers' | 'models' | 'strictTools'
> {
  readonly apiKey?: string;
  /** `sdk`: requests go through the package `@anthropic-ai/sdk`. Default `http`. */
  readonly transport?: 'http' | 'sdk';
}

const text = { type: 'string' };

/** Anthropic for configuration files: `anthropic/claude-sonnet-5-5`. */
export const plugin = definePlugin({
  name: '@pegboard/provider-anthropic',
  api: 1,
  permissions: { net: ['api.anthropic.com'], env: ['ANTHROPIC_API_KEY', 'ANTHROPIC_BASE_URL'] },
  config: jsonSchema<AnthropicConfig>({
    type: 'object',
    properties: {
      apiKey: { ...text, description: 'Default ANTHROPIC_API_KEY.' },
      baseURL: { ...text, description: 'Default ANTHROPIC_BASE_URL, else https://api.anthropic.com.' },
      name: { ...text, description: 'The first half of name/model. Default anthropic.' },
      version: { ...text, description: 'For the header anthropic-version.' },
      betas: { type: 'array', items: text },
      transport: {
        enum: ['http', 'sdk'],
        description: 'sdk: through the package @anthropic-ai/sdk. Default http.',
      },
      strictTools: {
        type: 'boolean',
        description: 'strict: true for tools whose schema can be said so. Default false.',
      },
      headers: { type: 'object', additionalProperties: text },
      models: { type: 'object', additionalProperties: { type: 'object' } },
    },
    additionalProperties: false,
  }),
  async setup({ config: { transport, ...config }, env }) {
    const { apiKey, baseURL = env['ANTHROPIC_BASE_URL'] || undefined } = config;
    const client =
      transport === 'sdk'
        ? await createClient({ ...config, baseURL, apiKey: apiKey ?? env['ANTHROPIC_API_KEY'] })
        : undefined;
    const key = apiKey ?? (() => env['ANTHROPIC_API_KEY'] ?? '');
    return { providers: [anthropic({ ...config, baseURL, apiKey: key, client })] };
  },
});

type SdkOptions = Omit<AnthropicOptions, 'apiKey'> & { readonly apiKey: string | undefined };

async function createClient({ apiKey, baseURL, headers }: SdkOptions): Promise<AnthropicOptions['client']> {
  const { Anthropic } = await import('@anthropic-ai/sdk').catch((cause: unknown) => {
    throw new ConfigError({
      what: 'transport: sdk needs the package @anthropic-ai/sdk',
      evidence: 'It cannot be loaded',
      fix: 'Install it: npm install @anthropic-ai/sdk',
      cause,
    });
  });
  return new Anthropic({
    ...(apiKey !== undefined && { apiKey }),
    ...(baseURL !== undefined && { baseURL }),
    ...(headers && { defaultHeaders: headers }),
  });
}
