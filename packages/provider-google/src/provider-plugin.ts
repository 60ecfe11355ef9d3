import { ConfigError, jsonSchema } from '@pegboard/core';
import { definePlugin } from '@pegboard/core/plugin';
import { google, type GoogleOptions } from './provider.ts';

/** The options that a configuration file can hold. */
interface GoogleConfig extends Pick<GoogleOptions, 'baseURL' | 'name' | 'headers' | 'models'> {
  readonly apiKey?: string;
  /** `sdk`: requests go through the package `@google/genai`. Default `http`. */
  readonly transport?: 'http' | 'sdk';
}

const text = { type: 'string' };

/** Gemini for configuration files: `google/gemini-3.5-flash`. */
export const plugin = definePlugin({
  name: '@pegboard/provider-google',
  api: 1,
  permissions: { net: ['generativelanguage.googleapis.com'], env: ['GEMINI_API_KEY', 'GOOGLE_API_KEY'] },
  config: jsonSchema<GoogleConfig>({
    type: 'object',
    properties: {
      apiKey: { ...text, description: 'Default GEMINI_API_KEY, else GOOGLE_API_KEY.' },
      baseURL: { ...text, description: 'Default https://generativelanguage.googleapis.com/v1beta.' },
      name: { ...text, description: 'The first half of name/model. Default google.' },
      transport: {
        enum: ['http', 'sdk'],
        description: 'sdk: through the package @google/genai. Default http.',
      },
      headers: { type: 'object', additionalProperties: text },
      models: { type: 'object', additionalProperties: { type: 'object' } },
    },
    additionalProperties: false,
  }),
  async setup({ config: { transport, ...config }, env }) {
    const ownKey = (): string | undefined => env['GEMINI_API_KEY'] || env['GOOGLE_API_KEY'];
    const { apiKey } = config;
    const client =
      transport === 'sdk' ? await createClient({ ...config, apiKey: apiKey ?? ownKey() }) : undefined;
    return { providers: [google({ ...config, apiKey: apiKey ?? (() => ownKey() ?? ''), client })] };
  },
});

type SdkOptions = Omit<GoogleOptions, 'apiKey'> & { readonly apiKey: string | undefined };

async function createClient({ apiKey, baseURL, headers }: SdkOptions): Promise<GoogleOptions['client']> {
  const { GoogleGenAI } = await import('@google/genai').catch((cause: unknown) => {
    throw new ConfigError({
      what: 'transport: sdk needs the package @google/genai',
      evidence: 'It cannot be loaded',
      fix: 'Install it: npm install @google/genai',
      cause,
    });
  });
  // The SDK takes the version of the API apart from the address.
  const [, root, version = 'v1beta'] = /^(.*?)(?:\/(v\d+[a-z0-9]*))?\/*$/.exec(baseURL ?? '') ?? [];
  return new GoogleGenAI({
    apiVersion: version,
    ...(apiKey !== undefined && { apiKey }),
    httpOptions: { ...(root && { baseUrl: root }), ...(headers && { headers: { ...headers } }) },
  });
}
