import type { JsonObject, JsonValue } from '@pegboard/core';
import type { Plugin } from '@pegboard/core/plugin';
import { isPlainObject } from '../lib/is-plain-object.ts';
import { settingsJsonSchema } from './settings-json-schema.ts';

/** A plugin, and what the configuration calls it. */
export interface DescribedPlugin {
  /** The package or the file. Default: the plugin's name. */
  readonly use?: string;
  readonly plugin: Plugin;
}

/**
 * The JSON Schema (draft-07) of configuration files, for editors, with the settings and sections of the given plugins. Without plugins it is
 * the published `@pegboard/config/schema.json`.
 */
export function configSchema(plugins: readonly (Plugin | DescribedPlugin)[] = []): JsonObject {
  const base = settingsJsonSchema();
  const described = plugins.map((item): Required<DescribedPlugin> => {
    const plugin = 'plugin' in item ? item.plugin : item;
    return { plugin, use: ('use' in item ? item.use : undefined) ?? plugin.name };
  });
  const configs = described.flatMap(({ use, plugin }) =>
    plugin.config ? [whenUsed(use, toJsonSchema(plugin.config))] : [],
  );
  return withSections(
    configs.length > 0 ? withPlugins(base, configs) : base,
    described.map(({ plugin }) => plugin),
  );
}

function whenUsed(use: string, config: JsonObject): JsonObject {
  return {
    anyOf: [
      { not: { type: 'object', properties: { use: { const: use } }, required: ['use'] } },
      { properties: { config } },
    ],
  };
}

function withPlugins(base: JsonObject, configs: readonly JsonObject[]): JsonObject {
  const properties = objectAt(base, 'properties');
  const plugins = objectAt(properties, 'plugins');
  const items = { ...objectAt(plugins, 'items'), allOf: configs };
  return { ...base, properties: { ...properties, plugins: { ...plugins, items } } };
}

function withSections(base: JsonObject, plugins: readonly Plugin[]): JsonObject {
  const sections = plugins.flatMap(({ sections: own = {} }) =>
    Object.entries(own).map(([key, { description, schema, at }]) => {
      const told: JsonObject = {
        ...(schema && toJsonSchema(schema)),
        ...(description !== undefined && { description }),
      };
      return { key, at, told };
    }),
  );
  const of = (place: 'top' | 'agent'): JsonObject =>
    Object.fromEntries(
      sections.filter(({ at }) => at === undefined || at === place).map(({ key, told }) => [key, told]),
    );
  const properties = objectAt(base, 'properties');
  const agents = objectAt(properties, 'agents');
  const agent = objectAt(agents, 'additionalProperties');
  const inAgent = { ...agent, properties: { ...objectAt(agent, 'properties'), ...of('agent') } };
  return {
    ...base,
    properties: { ...properties, agents: { ...agents, additionalProperties: inAgent }, ...of('top') },
  };
}

/** A schema of any kind as JSON Schema; one that cannot be told takes anything. */
function toJsonSchema(schema: object): JsonObject {
  if ('~standard' in schema) {
    const { jsonSchema } = schema['~standard'] as {
      jsonSchema?: { input(options: { target: string }): JsonObject };
    }; // Standard JSON Schema
    try {
      return jsonSchema ? copied(jsonSchema.input({ target: 'draft-07' })) : {};
    } catch {
      return {};
    }
  }
  return copied('~jsonSchema' in schema ? schema['~jsonSchema'] : schema);
}

function copied(value: unknown): JsonObject {
  const { $schema: _, ...rest } = JSON.parse(JSON.stringify(value)) as JsonObject; // a schema is JSON
  return rest;
}

function objectAt(node: JsonObject, key: string): JsonObject {
  const value: JsonValue | undefined = node[key];
  return isPlainObject(value) ? value : {};
}
