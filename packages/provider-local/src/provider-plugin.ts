import { jsonSchema } from '@pegboard/core';
import { definePlugin } from '@pegboard/core/plugin';
import { local, type LocalOptions } from './provider.ts';

/** The offline provider for configuration files: `local/rules`, `local/echo`. */
export const plugin = definePlugin({
  name: '@pegboard/provider-local',
  api: 1,
  permissions: {},
  config: jsonSchema<LocalOptions>({
    type: 'object',
    properties: {
      delayMs: { type: 'number', minimum: 0, description: 'Milliseconds between two words. Default 0.' },
    },
    additionalProperties: false,
  }),
  setup: ({ config }) => ({ providers: [local(config)] }),
});
