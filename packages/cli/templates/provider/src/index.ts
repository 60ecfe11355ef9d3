import { definePlugin } from '@pegboard/core/plugin';
import * as z from 'zod';
import { sampleThing } from './provider.ts';

export { sampleThing } from './provider.ts';

/** What a configuration enables: `plugins: [sample-package]` and `model: sample-thing/sample-thing-1`. */
export const plugin = definePlugin({
  name: 'sample-package',
  version: '0.1.0',
  api: 1,
  config: z.object({ apiKey: z.string().min(1).optional() }),
  permissions: { net: ['api.sample-thing.example'], env: ['SAMPLE_THING_API_KEY'] },
  // This `fetch` reaches the declared host and no other.
  setup: ({ config, fetch, env }) => ({
    providers: [sampleThing({ apiKey: config.apiKey ?? env['SAMPLE_THING_API_KEY'], fetch })],
  }),
});
