import { jsonSchema } from '@pegboard/core';
import { definePlugin } from '@pegboard/core/plugin';
import { otel } from './otel.ts';
import type { OtelOptions } from './telemetry.ts';

/** The options that a configuration file can hold. */
type OtelConfig = Pick<OtelOptions, 'capture' | 'maxContentChars' | 'attributes'>;

/** Spans and metrics of every agent, for configuration files. The application sets up the SDK. */
export const plugin = definePlugin({
  name: '@pegboard/otel',
  api: 1,
  config: jsonSchema<OtelConfig>({
    type: 'object',
    properties: {
      capture: {
        enum: ['none', 'tools', 'messages', 'all'],
        description: 'How much of what is said is recorded. Default none.',
      },
      maxContentChars: { type: 'integer', minimum: 1, description: 'Of one recorded text. Default 8000.' },
      attributes: {
        type: 'object',
        description: 'For every span and metric.',
        additionalProperties: { type: ['string', 'number', 'boolean'] },
      },
    },
    additionalProperties: false,
  }),
  setup: ({ config }) => ({ hooks: [otel(config)] }),
});
