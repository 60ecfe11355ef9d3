import { defineTool, type Tool, ToolFailure } from '@pegboard/core';
import * as z from 'zod';
import { fileSpace, writesFiles } from '../files/file-options.ts';
import { createShell, shellOptionsOf } from '../shell/run-shell.ts';
import { readShellOptions, type ShellOptions } from '../shell/shell-options.ts';

const input = () =>
  z
    .object({
      command: z.string().optional().describe('The command; what belongs together goes into one'),
      restart: z.boolean().optional().describe('True: begins anew'),
    })
    .meta({ examples: [{ command: 'ls -la' }] });

/**
 * The local half of the builtin tool `{ type: 'bash' }` of Anthropic, in the sandbox of `run_shell`. Each command has a shell of its own, which
 * starts in the root; only files stay.
 */
export function bashTool(options: ShellOptions): Tool<z.input<ReturnType<typeof input>>, string> {
  const plan = readShellOptions(options);
  const shell = createShell(fileSpace(options), plan);
  return defineTool({
    name: 'bash',
    description:
      'Runs a shell command in the workspace. Every command has a shell of its own: the folder it is in and its variables do not stay, files do.',
    input: input(),
    output: z.string(),
    execute: async ({ command, restart = false }, { signal }) => {
      if (restart) return 'The shell begins anew, in the workspace.';
      if (command === undefined) throw new ToolFailure('There is no command.');
      const { exitCode, endedBy, stdout, stderr } = await shell(command, { signal });
      const end = endedBy === 'itself' ? `exit code ${exitCode}` : `ended by the limit of ${endedBy}`;
      return (
        [stdout.trimEnd(), stderr.trimEnd(), exitCode === 0 ? '' : `[${end}]`].filter(Boolean).join('\n') ||
        '(no output)'
      );
    },
    ...shellOptionsOf(options, plan),
    effects: writesFiles,
  });
}
