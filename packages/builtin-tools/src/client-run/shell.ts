import {
  type AnyTool,
  type Awaitable,
  type CallContext,
  defineTool,
  jsonSchema,
  type JsonValue,
} from '@pegboard/core';
import { isTool } from '@pegboard/core/tools';
import { checkExecute } from './check-execute.ts';
import { standsFor } from '../stands-for.ts';

export interface ShellCommand {
  readonly command: string;
}

/** Runs a command and gives what it wrote. Where it runs, and what it may touch, is the executor's business: use a sandbox. */
export type ShellExecutor = (command: ShellCommand, ctx: Pick<CallContext, 'signal'>) => Awaitable<JsonValue>;

export interface ShellOptions {
  readonly execute: ShellExecutor;
  /** Ends the shell's session and begins a new one. Without it there is no session: each command stands alone. */
  readonly restart?: (ctx: Pick<CallContext, 'signal'>) => Awaitable<void>;
  /** Default true: a person must approve each command. */
  readonly approval?: boolean;
}

const input = jsonSchema<{ readonly command?: string; readonly restart?: boolean }>({
  type: 'object',
  properties: {
    command: { type: 'string', minLength: 1, description: 'The command.' },
    restart: { type: 'boolean', description: 'Begin a new session.' },
  },
  additionalProperties: false,
  examples: [{ command: 'ls -la' }],
});

/**
 * A shell for the model: by `execute`, or by a tool that takes a command, such as `bashTool({ root })` of @pegboard/toolbox. Anthropic's own bash
 * tool there, an ordinary tool of the same name elsewhere.
 */
export function shell(options: ShellOptions): AnyTool;
export function shell(tool: AnyTool): AnyTool;
export function shell(local: ShellOptions | AnyTool): AnyTool {
  const builtin = { type: 'bash' };
  if (isTool(local)) return standsFor(local, 'bash', builtin);
  checkExecute('shell', local);
  const { execute, restart, approval = true } = local;
  return defineTool({
    name: 'bash',
    description:
      'Runs a command in a shell and gives what it wrote. Commands that wait for input or never end are stopped; write to files and read them in pieces where output is long. `restart: true` in place of a command begins a new session.',
    input,
    builtin,
    concurrency: 'barrier',
    approval,
    tags: ['destructive'],
    trust: 'untrusted',
    timeoutMs: 120_000,
    maxResultChars: 30_000,
    check: ({ command, restart: again }) =>
      command === undefined && again !== true ? 'It needs a command, or restart: true' : undefined,
    execute: async ({ command, restart: again }, { signal }): Promise<JsonValue> => {
      if (again === true) await restart?.({ signal });
      return command === undefined ? 'A new session has begun.' : execute({ command }, { signal });
    },
  });
}
