import * as z from 'zod';

const names = z.array(z.string()).optional();

/** A plugin itself: no file of data can hold one. */
const inCode = z.custom<object>(isObject).meta({ not: {} });

const permissions = z
  .strictObject({
    net: names.meta({ description: 'Host names; *.example.com for those below.' }),
    env: names.meta({ description: 'Names of environment variables.' }),
    fs: names.meta({
      description: 'Files and folders to read and write, relative to the configuration file.',
    }),
    fsRead: names.meta({ description: 'Files and folders to read only.' }),
    spawn: z.boolean().optional().meta({ description: 'Whether it may start programs.' }),
  })
  .meta({
    description: 'What you grant it. Must cover what its manifest asks for; default: what it asks for.',
  });

export const pluginOptions = z.strictObject({
  use: z
    .union([z.string(), inCode])
    .meta({ description: 'A package, or a file (./plugin.ts) relative to this one.' }),
  as: z
    .string()
    .regex(/^[a-z][a-z0-9_-]*$/, 'lower-case letters, digits, - and _')
    .optional()
    .meta({ description: 'Another namespace for its tools, where two are to be used.' }),
  config: z.unknown().optional().meta({ description: "The plugin's own settings." }),
  required: z.boolean().optional().meta({
    description:
      'True: without it nothing starts. Default false: its failure is reported and the rest goes on.',
  }),
  isolation: z.enum(['none', 'process']).optional().meta({
    description: 'process: its tools run in a child process with what it was granted. Default none.',
  }),
  permissions: permissions.optional(),
});

/** A package by name, a plugin itself (in code), or either with options. */
export const pluginEntry = z.union([z.string(), pluginOptions, inCode]);

export type PluginOptions = z.output<typeof pluginOptions>;

/** A plugin is known by its `setup`; whether it is a sound one the registry says. */
function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && 'setup' in value;
}
