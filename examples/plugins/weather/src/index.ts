import { defineTool, ToolFailure } from '@pegboard/core';
import { definePlugin } from '@pegboard/core/plugin';
import * as z from 'zod';

const report = z.object({ sky: z.string(), celsius: z.number() });

export const plugin = definePlugin({
  name: 'acme-pegboard-weather',
  version: '1.0.0',
  api: 1,
  namespace: 'weather',
  config: z.object({ apiKey: z.string().min(1) }),
  permissions: { net: ['api.weather.example'] },
  setup: ({ config, fetch }) => ({ tools: [createNow(config.apiKey, fetch)] }),
});

const createNow = (apiKey: string, send: typeof fetch) =>
  defineTool({
    name: 'now',
    description: 'The weather in a city at this moment: the sky and the temperature in degrees Celsius',
    input: z.object({ city: z.string().describe('In English, such as Oslo') }),
    output: report,
    effects: { idempotent: true }, // it may be tried again
    trust: 'untrusted', // what comes from outside is data, never instructions
    execute: async ({ city }, { signal }) => {
      const url = `https://api.weather.example/v1/now?city=${encodeURIComponent(city)}`;
      const response = await send(url, { signal, headers: { authorization: `Bearer ${apiKey}` } });
      if (response.status === 404) throw new ToolFailure(`there is no weather station in ${city}`);
      if (!response.ok) throw new ToolFailure(`the weather service answers with ${response.status}`);
      return report.parse(await response.json());
    },
  });
