import * as z from 'zod';
import { agentShape } from './agent-schema.ts';
import { pluginEntry } from './plugin-schema.ts';

/** What the keys of one configuration mean, whatever its format. Keys that are not here are sections, which plugins claim. */
const configShape = {
  $schema: z.string().optional().meta({ description: 'Where editors find the schema of this file.' }),
  ...agentShape,
  plugins: z.array(pluginEntry).optional().meta({
    description:
      'The plugins to use: nothing else is loaded, but for packages of @pegboard that a key or a model names.',
  }),
  agents: z
    .record(z.string(), z.looseObject(agentShape))
    .optional()
    .meta({ description: 'Agents by name. What they do not say they take from the top of this file.' }),
  profile: z.string().optional().meta({ description: 'The profile that counts when nobody names one.' }),
  profiles: z.record(z.string(), z.record(z.string(), z.unknown())).optional().meta({
    description:
      'By name: settings that go over those of this file. Lists are replaced, maps are merged, null takes away.',
  }),
  lock: z.enum(['off', 'warn', 'enforce']).optional().meta({
    description:
      'What happens when tools differ from pegboard-lock.json. Default: warn where that file is, otherwise off.',
  }),
};

/** All keys of a file, sections as they come. */
export const configSchema = z.looseObject(configShape);
export const profilesSchema = configShape.profiles;
/** One agent, sections as they come. */
export const agentSchema = z.looseObject(agentShape);

export const configKeys: readonly string[] = Object.keys(configShape);
export const agentKeys: readonly string[] = Object.keys(agentShape);

/** A checked configuration. */
export type CheckedConfig = z.output<typeof configSchema>;
export type CheckedAgent = z.output<typeof agentSchema>;
