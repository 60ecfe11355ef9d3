import { ConfigError, jsonSchema } from '@pegboard/core';
import { definePlugin } from '@pegboard/core/plugin';
import { readEnv } from '@pegboard/core/provider';
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
  async setup({ config: { transport, ...options } }) {
    const client = transport === 'sdk' ? await createClient(options) : undefined;
    return { providers: [google({ ...options, client })] };
  },
});

async function createClient({ apiKey, baseURL, headers }: GoogleConfig): Promise<GoogleOptions['client']> {
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
  const key = apiKey ?? (readEnv('GEMINI_API_KEY') || readEnv('GOOGLE_API_KEY'));
  return new GoogleGenAI({
    apiVersion: version,
    ...(key !== undefined && { apiKey: key }),
    httpOptions: { ...(root && { baseUrl: root }), ...(headers && { headers: { ...headers } }) },
  });
}
