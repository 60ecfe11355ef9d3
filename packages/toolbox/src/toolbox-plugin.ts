import { definePlugin } from '@pegboard/core/plugin';
import * as z from 'zod';
import { toolbox } from './toolbox.ts';
import type { ToolboxOptions } from './toolbox-options.ts';

const text = z.string().min(1);
const count = z.number().positive();

const shell = z.strictObject({
  sandbox: z
    .enum(['bubblewrap', 'none'])
    .optional()
    .describe('none: with all rights; a person approves each call'),
  env: z.record(text, z.string()).optional(),
  readable: z.array(text).optional().describe('More paths that commands may read'),
  approval: z.boolean().optional(),
  timeoutMs: count.optional(),
  maxMemoryBytes: count.optional(),
  maxProcesses: count.optional(),
  maxWriteBytes: count.optional(),
  maxTempBytes: count.optional(),
  maxOutputBytes: count.optional(),
});

const javascript = z.strictObject({
  tools: z.array(text).optional().describe('Names of the tools that scripts may call'),
  maxCalls: count.optional(),
  memoryBytes: count.optional(),
  computeMs: count.optional(),
  timeoutMs: count.optional(),
  maxOutputChars: count.optional(),
});

const python = z.strictObject({
  memoryBytes: count.optional(),
  timeoutMs: count.optional(),
  maxOutputChars: count.optional(),
});

const config = z.strictObject({
  only: z.array(text).optional().describe('Which tools: names, globs, #tags, ! in front to leave out'),
  root: text
    .optional()
    .describe('The folder that the tools see; without it none touches files or runs programs'),
  ignore: z.array(text).optional().describe('What stays closed in it; default .env, .env.* and .git'),
  readOnly: z.boolean().optional(),
  crossMounts: z.boolean().optional(),
  maxFileBytes: count.optional(),
  trust: z.enum(['trusted', 'untrusted']).optional().describe('trusted: nobody but you writes in the folder'),
  shell: z.union([z.literal(false), shell]).optional(),
  approveDelete: z.boolean().optional(),
  allowHosts: z.array(text).optional().describe('Hosts that may be reached besides public ones'),
  denyHosts: z.array(text).optional(),
  onlyHosts: z.array(text).optional().describe('The only hosts that may be reached'),
  javascript: z.union([z.literal(false), javascript]).optional(),
  python: z
    .union([z.boolean(), python])
    .optional()
    .describe('Offers run_python, which needs the package pyodide'),
  time: z.strictObject({ timeZone: text.optional() }).optional(),
});

/** The toolbox for configuration files. */
export const plugin = definePlugin({
  name: '@pegboard/toolbox',
  api: 1,
  permissions: { fs: ['.'], net: ['*'], spawn: true },
  config: config.optional(),
  // Members that are absent are absent: the schema never makes one that is undefined.
  setup: ({ config: options = {} }) => ({ tools: toolbox(options as ToolboxOptions) }),
});
