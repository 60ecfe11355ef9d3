import { defineTool, type Tool } from '@pegboard/core';
import * as z from 'zod';
import { type FileOptions, type FileSpace, fileSpaceOf, writesFiles } from './file-options.ts';

const input = () =>
  z
    .object({
      from: z.string().min(1).describe('Path of the file or folder, relative to the workspace'),
      to: z.string().min(1).describe('Its new path, with its name; folders are made as needed'),
      overwrite: z.boolean().optional().describe('True: takes the place of a file there; default false'),
    })
    .meta({ examples: [{ from: 'draft.md', to: 'posts/2026/hello.md' }] });

const output = () => z.object({ from: z.string(), to: z.string() });

/** The tool `move_file`. */
export function moveFile(
  options: FileOptions | FileSpace,
): Tool<z.input<ReturnType<typeof input>>, z.output<ReturnType<typeof output>>> {
  const { folder } = fileSpaceOf('move_file', options);
  return defineTool({
    name: 'move_file',
    description:
      'Moves or renames a file or a folder of the workspace. It fails when there is something at the new path already, unless overwrite is set and it is a file.',
    input: input(),
    output: output(),
    execute: async ({ from, to, overwrite = false }) => {
      await folder.move(from, to, { overwrite });
      return { from, to };
    },
    effects: writesFiles,
    timeoutMs: 20_000,
    maxResultChars: 2_000,
    tags: ['files'],
  });
}
