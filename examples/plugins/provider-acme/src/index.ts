import { definePlugin } from '@pegboard/core/plugin';
import * as z from 'zod';
import { acme } from './provider.ts';

export { acme } from './provider.ts';

/** What a configuration enables: `plugins: [acme-pegboard-provider]` and `model: acme/acme-1`. */
export const plugin = definePlugin({
  name: 'acme-pegboard-provider',
  version: '1.0.0',
  api: 1,
  config: z.object({ apiKey: z.string().min(1).optional() }),
  permissions: { net: ['api.acme.example'], env: ['ACME_API_KEY'] },
  // This `fetch` reaches the declared host and no other.
  setup: ({ config, fetch, env }) => ({
    providers: [acme({ apiKey: config.apiKey ?? env['ACME_API_KEY'], fetch })],
  }),
});
