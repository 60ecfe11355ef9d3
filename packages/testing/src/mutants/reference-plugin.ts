import { defineTool, type Hooks, type JsonObject, jsonSchema } from '@pegboard/core';
import {
  definePlugin,
  defineSection,
  defineService,
  offer,
  type OfferedService,
  type Plugin,
  type PluginCommand,
  type PluginContext,
  type PluginContributions,
  type PluginSection,
  type ServiceToken,
} from '@pegboard/core/plugin';
import type { PluginSubject } from '../plugin/plugin-subject.ts';

export interface ReferenceConfig {
  readonly apiKey: string;
  readonly unit: 'c' | 'f';
}

const clock = defineService<{ readonly now: () => number }>('clock');
const thermometer: ServiceToken<string> = defineService<string>('thermometer');

const text = { type: 'string' };

export const referenceSchema = jsonSchema<ReferenceConfig>({
  type: 'object',
  properties: { apiKey: text, unit: { enum: ['c', 'f'] } },
  required: ['apiKey', 'unit'],
  additionalProperties: false,
});

/** The steps of a correct plugin with a bit of everything, each replaceable: a mutant replaces one. */
export interface PluginSteps {
  readonly parts: Partial<Omit<Plugin, 'config' | 'setup' | 'api'>>;
  readonly schema: JsonObject | typeof referenceSchema;
  /** Greets the host, when it is set up. */
  greet(ctx: PluginContext<ReferenceConfig>): Promise<void>;
  /** Begins what lasts, and gives what ends it. */
  begin(ctx: PluginContext<ReferenceConfig>): () => void | Promise<void>;
  read(input: { readonly city: string }, ctx: PluginContext<ReferenceConfig>): unknown;
  readonly description: string;
  readonly hooks: Hooks;
  readonly command: PluginCommand;
  readonly section: PluginSection;
  services(ctx: PluginContext<ReferenceConfig>): readonly OfferedService[];
  change(contributions: PluginContributions): PluginContributions;
}

const steps: PluginSteps = {
  parts: {},
  schema: referenceSchema,
  async greet({ fetch, env, log, signal, fs }) {
    const response = await fetch(`${env.REFERENCE_URL ?? 'https://api.example.com'}/hello`, { signal });
    if (!response.ok) throw new RangeError(`the host answered ${response.status}`);
    log(`connected, ${(await fs.list('notes')).length} notes`);
  },
  begin() {
    const timer = setInterval(() => undefined, 60_000);
    return () => clearInterval(timer);
  },
  async read({ city }, { fetch, config, services }) {
    const url = `https://api.example.com/${encodeURIComponent(city)}?unit=${config.unit}`;
    const response = await fetch(url, { headers: { authorization: `Bearer ${config.apiKey}` } });
    return { reading: await response.text(), at: services.get(clock).now() };
  },
  description: 'Reads the temperature of a city',
  hooks: { name: 'reference', run: async (_, next) => void (await next()) },
  command: { name: 'calibrate', description: 'Sets the thermometer', run: () => 0 },
  section: defineSection({
    description: 'Cities that are read by tools of their own',
    schema: { type: 'array', items: text },
    apply: (cities: unknown) => ({
      tools: (cities as readonly string[]).map((city) => cityTool(city)),
    }),
  }),
  services: ({ config }) => [offer(thermometer, config.unit)],
  change: (contributions) => contributions,
};

export function cityTool(city: string, description = `Reads ${city}`): ReturnType<typeof defineTool> {
  const input = jsonSchema<Record<string, never>>({ type: 'object' });
  return defineTool({ name: `read_${city}`, description, input, execute: () => city });
}

/** A correct plugin, or, with a step replaced, a wrong one. */
export function referencePlugin(replaced: Partial<PluginSteps> = {}): Plugin {
  const step = { ...steps, ...replaced };
  return definePlugin({
    name: 'reference',
    version: '1.2.3',
    api: 1,
    namespace: 'ref',
    permissions: { net: ['api.example.com'], env: ['REFERENCE_URL'], fsRead: ['notes'] },
    needs: [clock],
    offers: [thermometer],
    sections: { cities: step.section },
    ...step.parts,
    config: step.schema,
    async setup(given) {
      // The schema is the one above, or a mutant's.
      const ctx = given as PluginContext<ReferenceConfig>;
      ctx.onDispose(step.begin(ctx));
      await step.greet(ctx);
      const input = jsonSchema<{ city: string }>({
        type: 'object',
        properties: { city: text },
        required: ['city'],
      });
      const read = defineTool({
        name: 'read',
        description: step.description,
        input,
        execute: (value) => step.read(value, ctx),
      });
      const count = defineTool({
        name: 'count',
        description: 'Counts the cities that are known',
        input: jsonSchema<Record<string, never>>({ type: 'object' }),
        execute: () => 2,
      });
      return step.change({
        tools: [read, count],
        hooks: [step.hooks],
        commands: [step.command],
        services: step.services(ctx),
      });
    },
  });
}

/** Options with which every case is tried on the reference. */
export const referenceSubject: Omit<PluginSubject, 'create'> = {
  config: { apiKey: 'sk-reference-0123456789', unit: 'c' },
  refused: [
    { apiKey: 1, unit: 'c' },
    { apiKey: 'k', unit: 'k' },
    { apiKey: 'k', unit: 'c', colour: 'red' },
  ],
  env: { REFERENCE_URL: 'https://api.example.com', OTHER_TOKEN: 'not-for-it' },
  fetch: async () => new Response('21'),
  services: [offer(clock, { now: () => 0 })],
  samples: { read: [{ city: 'Bern' }, { city: 'Zürich' }], count: [{}] },
  sections: { cities: ['Bern', 'Basel'] },
  refusedSections: { cities: 'Bern' },
  manifest: {
    api: 1,
    name: 'reference',
    version: '1.2.3',
    namespace: 'ref',
    sections: ['cities'],
    permissions: { net: ['api.example.com'], env: ['REFERENCE_URL'], fsRead: ['notes'] },
  },
  fetchesInSetup: true,
};
