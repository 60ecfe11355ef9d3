import { existsSync } from 'node:fs';
import { defineTool, type Tool, type ToolOptions } from '@pegboard/core';
import * as z from 'zod';
import { type FileSpace, fileSpaceOf, writesFiles } from '../files/file-options.ts';
import type { SandboxTools } from './prepare-sandbox.ts';
import type { ProcessEnd, ProcessOrder } from './run-process.ts';
import {
  readShellOptions,
  shellOptionKinds,
  type ShellOptions,
  type ShellPlan,
  type ShellSettings,
} from './shell-options.ts';

const input = () =>
  z
    .object({
      command: z.string().min(1).max(100_000).describe('The command, as for bash -c; several lines are fine'),
      timeout_ms: z
        .int()
        .min(1)
        .optional()
        .describe('Milliseconds after which it is ended; only shorter than the limit'),
    })
    .meta({ examples: [{ command: 'ls -la && wc -l *.csv' }] });

const output = () =>
  z.object({
    exit_code: z
      .int()
      .optional()
      .describe('0 means that it went well; absent when it was ended from outside'),
    ended_by: z
      .enum(['itself', 'timeout', 'output', 'memory', 'processes', 'signal'])
      .describe('`itself`, or the limit that it went beyond'),
    stdout: z.string(),
    stderr: z.string(),
  });

export type ShellResult = z.output<ReturnType<typeof output>>;

const sandboxed =
  'Runs a shell command in a sandbox: there is no network, the system is read-only, and of the files it sees only the workspace, in which it starts (/workspace). /tmp and everything that it leaves running are gone when it ends, so do what belongs together in one command; nothing can be asked of a person meanwhile. Limits hold for time, memory, processes and output.';

const bare =
  'Runs a shell command on this machine, in the workspace, after a person has approved it. Everything that it leaves running is ended with it; nothing can be asked of a person meanwhile. Limits hold for time and output.';

/** The tool `run_shell`. */
export function runShell(options: ShellOptions): Tool<z.input<ReturnType<typeof input>>, ShellResult> {
  const space = fileSpaceOf('run_shell', options, shellOptionKinds);
  const plan = readShellOptions(options);
  const shell = createShell(space, plan);
  return defineTool({
    name: 'run_shell',
    description: plan.sandbox === 'none' ? bare : sandboxed,
    input: input(),
    output: output(),
    execute: async ({ command, timeout_ms: timeoutMs }, { signal }) => {
      const end = await shell(command, { signal, ...(timeoutMs !== undefined && { timeoutMs }) });
      const { exitCode, endedBy, stdout, stderr } = end;
      return { ...(exitCode !== undefined && { exit_code: exitCode }), ended_by: endedBy, stdout, stderr };
    },
    ...shellOptionsOf(options, plan),
    effects: writesFiles,
  });
}

type Shared = Required<Pick<ToolOptions, 'approval' | 'timeoutMs' | 'maxResultChars' | 'trust' | 'tags'>>;

/** What every tool that runs commands says of itself. Without a sandbox nothing takes the place of approval. */
export function shellOptionsOf({ approval = false }: ShellSettings, plan: ShellPlan): Shared {
  const isBare = plan.sandbox === 'none';
  return {
    approval: isBare ? 'it runs without a sandbox, with all rights of this process' : approval,
    // The command's own limit comes first, so that its output is not lost.
    timeoutMs: plan.timeoutMs + 30_000,
    maxResultChars: 80_000,
    trust: 'untrusted',
    tags: ['shell', 'destructive', ...(isBare ? ['outward'] : [])],
  };
}

export type Shell = (
  command: string,
  options: { readonly signal: AbortSignal; readonly timeoutMs?: number },
) => Promise<ProcessEnd>;

/** Runs commands in a confined folder. What the sandbox needs is looked for once. */
export function createShell({ folder }: FileSpace, plan: ShellPlan): Shell {
  let tools: Promise<SandboxTools> | undefined;
  return async (command, { signal, timeoutMs = plan.timeoutMs }) => {
    const limits = { ...plan, timeoutMs: Math.min(timeoutMs, plan.timeoutMs), signal };
    // With the first command: what starts processes takes a while to load.
    const [{ prepareSandbox }, { runProcess }, { baseEnv, sandboxArgs }] = await Promise.all([
      import('./prepare-sandbox.ts'),
      import('./run-process.ts'),
      import('./sandbox-args.ts'),
    ]);
    const shell = existsSync('/bin/bash') || existsSync('/usr/bin/bash') ? 'bash' : 'sh';
    if (plan.sandbox === 'none') {
      const env = { ...baseEnv, HOME: folder.root, ...plan.env };
      return runProcess({
        ...limits,
        program: shell,
        args: ['-c', command],
        env,
        cwd: folder.root,
        waits: false,
      });
    }
    tools ??= prepareSandbox(folder, plan);
    const found = await tools.catch((error: unknown) => {
      tools = undefined;
      throw error;
    });
    const hidden = await folder.hidden(signal);
    const args = [
      ...sandboxArgs({ ...found, folder, plan, hidden, fds: { status: 3, wait: 4 } }),
      shell,
      '-c',
      command,
    ];
    const order: ProcessOrder = { ...limits, program: found.bwrap, args, env: {}, cwd: '/', waits: true };
    return runProcess(order);
  };
}
