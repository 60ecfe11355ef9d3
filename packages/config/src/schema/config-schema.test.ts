import { readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { createRegistry, type JsonObject, jsonSchema } from '@pegboard/core';
import { configSchema } from '@pegboard/config';
import { definePlugin, defineSection } from '@pegboard/core/plugin';
import * as z from 'zod';

const file = new URL('../../schema.json', import.meta.url);
const isUpdate = process.env['PEGBOARD_WRITE_SCHEMA'] !== undefined;

/** A plugin whose config has that schema is set up only where the value fits it. */
async function fits(published: JsonObject, config: unknown): Promise<boolean> {
  const { $schema: _, ...schema } = published;
  const plugin = definePlugin({
    name: 'judge',
    api: 1,
    config: jsonSchema<unknown>(schema),
    setup: () => ({}),
  });
  const registry = createRegistry({ plugins: [{ plugin, config }] });
  await registry.ready();
  return registry.get('judge')?.state === 'ready';
}

describe('configSchema', () => {
  it('is published as schema.json (write it anew: PEGBOARD_WRITE_SCHEMA=1 vitest run --project config src/schema)', () => {
    if (isUpdate) writeFileSync(file, `${JSON.stringify(configSchema(), null, 2)}\n`);
    expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual(configSchema());
  });

  it('takes what loadPegboard takes, and sections of any plugin', async () => {
    const design = {
      $schema: './node_modules/@pegboard/config/schema.json',
      model: 'openai/gpt-6-astra',
      plugins: [
        '@pegboard/provider-openai',
        { use: 'x', as: 'wx', config: { a: 1 }, permissions: { net: ['a.example'] }, isolation: 'process' },
      ],
      mcpServers: { files: { command: 'npx' } },
      agents: {
        researcher: {
          instructions: 'Be brief.',
          tools: ['read_file', '!*_delete_*'],
          builtinTools: [{ type: 'web_search' }],
          toolConfig: { retries: 3, retryDelayMs: 1000, timeoutMs: 30_000 },
          toolExecution: 'parallel',
          approval: ['run_shell', { tool: 'delete_file', when: { path: '.env*' } }],
          fallback: ['anthropic/claude-sonnet-5-5', 'local/rules'],
          limits: { turns: 8, usd: 0.5 },
        },
      },
      profiles: { offline: { model: 'local/rules' } },
      lock: 'warn',
    };
    expect(await fits(configSchema(), design)).toBe(true);
  });

  it.each([
    { model: 'gpt' },
    { limits: { turnz: 1 } },
    { plugins: [{ as: 'x' }] },
    { agents: { a: { tools: 'x' } } },
    { lock: 'yes' },
  ])('refuses %j', async (value) => expect(await fits(configSchema(), value)).toBe(false));

  it('knows the settings and sections of plugins', async () => {
    const weather = definePlugin({
      name: 'weather',
      api: 1,
      config: z.object({ apiKey: z.string(), days: z.number().default(3) }),
      setup: () => ({}),
    });
    const maps = definePlugin({
      name: 'maps',
      api: 1,
      config: jsonSchema<{ scale: number }>({ type: 'object', properties: { scale: { type: 'number' } } }),
      sections: {
        places: defineSection({ description: 'Names of places.', schema: z.array(z.string()) }),
        tiles: defineSection({ schema: jsonSchema<number>({ type: 'number' }), at: 'top' }),
      },
      setup: () => ({ sections: { places: () => ({}), tiles: () => ({}) } }),
    });
    const schema = configSchema([{ use: 'acme-weather', plugin: weather }, maps]);
    const of = (use: string, config: unknown): Promise<boolean> =>
      fits(schema, { plugins: ['other', { use, config }] });
    expect(
      await Promise.all([
        of('acme-weather', { apiKey: 'k' }),
        of('acme-weather', { days: 1 }),
        of('acme-weather', { apiKey: 7 }),
      ]),
    ).toEqual([true, false, false]);
    expect(
      await Promise.all([
        of('maps', { scale: 1 }),
        of('maps', { scale: 'x' }),
        of('unknown', { scale: 'x' }),
      ]),
    ).toEqual([true, false, true]);
    expect(
      await Promise.all([
        fits(schema, { places: ['Lima'] }),
        fits(schema, { places: 'Lima' }),
        fits(schema, { tiles: 'x' }),
      ]),
    ).toEqual([true, false, false]);
    const inAgent = (entry: object): Promise<boolean> => fits(schema, { agents: { a: entry } });
    expect(
      await Promise.all([inAgent({ places: ['Lima'] }), inAgent({ places: 1 }), inAgent({ tiles: 'x' })]),
    ).toEqual([true, false, true]);
  });
});
