import { ConfigError, jsonSchema } from '@pegboard/core';
import { definePlugin } from '@pegboard/core/plugin';
import { ollama, type OllamaOptions } from './provider.ts';

/** The options that a configuration file can hold. */
interface OllamaConfig extends Pick<
  OllamaOptions,
  'baseURL' | 'name' | 'numCtx' | 'keepAlive' | 'truncate' | 'headers' | 'models'
> {
  readonly apiKey?: string;
  /** `sdk`: requests go through the package `ollama`. Default `http`. */
  readonly transport?: 'http' | 'sdk';
}

const text = { type: 'string' };

/** Ollama for configuration files: `ollama/qwen3`. */
export const plugin = definePlugin({
  name: '@pegboard/provider-ollama',
  api: 1,
  permissions: { net: ['127.0.0.1:11434'], env: ['OLLAMA_HOST', 'OLLAMA_API_KEY'] },
  config: jsonSchema<OllamaConfig>({
    type: 'object',
    properties: {
      apiKey: { ...text, description: 'For https://ollama.com only. Default OLLAMA_API_KEY.' },
      baseURL: { ...text, description: 'Default OLLAMA_HOST, else http://127.0.0.1:11434.' },
      name: { ...text, description: 'The first half of name/model. Default ollama.' },
      numCtx: { type: 'integer', description: "Tokens of context. Default: the server's." },
      keepAlive: { type: ['string', 'number'], description: 'How long the model stays in memory.' },
      truncate: { type: 'boolean' },
      transport: { enum: ['http', 'sdk'], description: 'sdk: through the package ollama. Default http.' },
      headers: { type: 'object', additionalProperties: text },
      models: { type: 'object', additionalProperties: { type: 'object' } },
    },
    additionalProperties: false,
  }),
  async setup({ config: { transport, ...config }, env }) {
    const options = { ...config, baseURL: config.baseURL ?? (env['OLLAMA_HOST'] || undefined) };
    const client = transport === 'sdk' ? await createClient(options) : undefined;
    return { providers: [ollama({ ...options, client })] };
  },
});

type SdkOptions = Omit<OllamaOptions, 'apiKey'> & { readonly apiKey?: string };

async function createClient({ apiKey, baseURL, headers }: SdkOptions): Promise<OllamaOptions['client']> {
  const { Ollama } = await import('ollama').catch((cause: unknown) => {
    throw new ConfigError({
      what: 'transport: sdk needs the package ollama',
      evidence: 'It cannot be loaded',
      fix: 'Install it: npm install ollama',
      cause,
    });
  });
  const authorization = apiKey !== undefined && { Authorization: `Bearer ${apiKey}` };
  return new Ollama({
    ...(baseURL !== undefined && { host: baseURL }),
    headers: { ...headers, ...authorization },
  });
}
