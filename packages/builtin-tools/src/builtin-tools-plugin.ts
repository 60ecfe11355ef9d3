import { type BuiltinTool, ConfigError, type JsonObject, jsonSchema } from '@pegboard/core';
import { definePlugin, defineSection } from '@pegboard/core/plugin';
import { declareBuiltin } from './declare/declare-builtin.ts';
import { optionsOf, support } from './declare/support.ts';

/** Their calls are run by the user, by a function that no file can hold. */
const clientRun: Readonly<Record<string, string>> = {
  memory: 'memory',
  bash: 'shell',
  text_editor: 'textEditor',
  computer: 'computerUse',
};

const types = [...new Set(Object.values(support).flatMap((tools) => Object.keys(tools)))];
const declared = types.filter((type) => !Object.hasOwn(clientRun, type));

type Wanted = string | ({ readonly type: string; readonly optional?: boolean } & JsonObject);

const builtinTools = jsonSchema<readonly Wanted[]>({
  type: 'array',
  items: {
    anyOf: [
      { type: 'string', enum: types },
      {
        type: 'object',
        properties: { type: { type: 'string', enum: types }, optional: { type: 'boolean' } },
        required: ['type'],
      },
    ],
  },
});

/** The tools of this package for configuration files: the key `builtinTools` of an agent. */
export const plugin = definePlugin({
  name: '@pegboard/builtin-tools',
  api: 1,
  sections: {
    builtinTools: defineSection({
      description: `Tools that the provider itself runs, by name or as { type, … }: ${declared.map(described).join('; ')}. What a provider lacks is left out with a warning; with optional: false it is an error.`,
      schema: builtinTools,
      at: 'agent',
      apply: (wanted) => ({ builtinTools: wanted.map(toDeclaration) }),
    }),
  },
  setup: () => ({}),
});

function described(type: string): string {
  const options = optionsOf(type);
  return options.length > 0 ? `${type} (${options.join(', ')})` : type;
}

function toDeclaration(wanted: Wanted): BuiltinTool {
  const { type, ...options } = typeof wanted === 'string' ? { type: wanted } : wanted;
  const factory = Object.hasOwn(clientRun, type) ? clientRun[type] : undefined;
  // One line of a file switches the provider: what the other one lacks must not stop the agent, unless the file says so.
  if (factory === undefined) return declareBuiltin(type, { optional: true, ...options });
  throw new ConfigError({
    what: `The builtin tool "${type}" cannot be declared in a configuration file`,
    evidence: 'Its calls are run by you, and a file holds no functions',
    fix: `Give the agent ${factory}({ execute }) of @pegboard/builtin-tools in code`,
  });
}
