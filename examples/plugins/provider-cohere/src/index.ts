import { definePlugin } from '@pegboard/core/plugin';
import * as z from 'zod';
import { cohere } from './provider.ts';

export { cohere } from './provider.ts';

/** What a configuration enables: `plugins: [pegboard-provider-cohere]` and `model: cohere/command-a-03-2025`. */
export const plugin = definePlugin({
  name: 'pegboard-provider-cohere',
  version: '1.0.0',
  api: 1,
  config: z.object({ apiKey: z.string().min(1).optional() }),
  permissions: { net: ['api.cohere.com'], env: ['CO_API_KEY'] },
  // This `fetch` reaches the declared host and no other.
  setup: ({ config, fetch, env }) => ({
    providers: [cohere({ apiKey: config.apiKey ?? env['CO_API_KEY'], fetch })],
  }),
});
