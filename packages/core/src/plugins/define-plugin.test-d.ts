import { expectTypeOf } from 'vitest';
import { jsonSchema, type JsonObject } from '@pegboard/core';
import {
  createRegistry,
  definePlugin,
  defineSection,
  defineService,
  offer,
  type Plugin,
  type ServiceToken,
} from '@pegboard/core/plugin';
import * as z from 'zod';

const weather = definePlugin({
  name: 'weather',
  api: 1,
  config: z.object({ apiKey: z.string(), days: z.coerce.number().default(3) }),
  setup({ config, env, services }) {
    expectTypeOf(config).toEqualTypeOf<{ apiKey: string; days: number }>();
    expectTypeOf(env.ANY).toEqualTypeOf<string | undefined>();
    expectTypeOf(services.get(clock)).toEqualTypeOf<Date>();
    expectTypeOf(services.find(clock)).toEqualTypeOf<Date | undefined>();
    return { services: [offer(clock, new Date())] };
  },
});
expectTypeOf(weather).toExtend<Plugin>();
expectTypeOf(weather).toEqualTypeOf<Plugin<{ apiKey: string; days: number }>>();
createRegistry({ plugins: [weather, { plugin: weather, config: 1 }] });

definePlugin({
  name: 'raw',
  api: 1,
  config: { type: 'object' },
  setup: ({ config }) => expectTypeOf(config).toEqualTypeOf<JsonObject>() && undefined,
});
definePlugin({
  name: 'typed',
  api: 1,
  config: jsonSchema<{ a: 1 }>({ type: 'object' }),
  setup({ config }) {
    expectTypeOf(config).toEqualTypeOf<{ a: 1 }>();
  },
});
definePlugin({
  name: 'bare',
  api: 1,
  async setup({ config }) {
    expectTypeOf(config).toBeUnknown();
  },
});

const clock = defineService<Date>('clock');
expectTypeOf(clock).toEqualTypeOf<ServiceToken<Date>>();
// @ts-expect-error -- no Date
offer(clock, 1);

defineSection({
  schema: z.array(z.string()),
  apply(names) {
    expectTypeOf(names).toEqualTypeOf<string[]>();
    return {};
  },
});

// @ts-expect-error -- a contract of the future
definePlugin({ name: 'next', api: 2, setup: () => ({}) });
// @ts-expect-error -- no setup
definePlugin({ name: 'nothing', api: 1 });
// @ts-expect-error -- tools are a list
definePlugin({ name: 'odd', api: 1, setup: () => ({ tools: {} }) });
