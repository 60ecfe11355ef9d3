import { definePlugin } from '@pegboard/core/plugin';
import * as z from 'zod';
import { createMemory } from './memory.ts';

export { createMemory } from './memory.ts';

/** What a configuration enables: `plugins: [sample-package]` and `memory: sample-thing` for agents. */
export const plugin = definePlugin({
  name: 'sample-package',
  version: '0.1.0',
  api: 1,
  config: z.object({ folder: z.string().default('conversations') }),
  setup: ({ config }) => ({ memories: { 'sample-thing': createMemory(config.folder) } }),
});
