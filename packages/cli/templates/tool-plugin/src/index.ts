import { definePlugin } from '@pegboard/core/plugin';
import * as z from 'zod';
import { createTools } from './tools.ts';

/** What a configuration enables: `plugins: [sample-package]`. The permissions are those of package.json. */
export const plugin = definePlugin({
  name: 'sample-package',
  version: '0.1.0',
  api: 1,
  namespace: 'sample_thing',
  config: z.object({ greeting: z.string().min(1).default('Hello') }),
  setup: ({ config }) => ({ tools: createTools(config.greeting) }),
});
