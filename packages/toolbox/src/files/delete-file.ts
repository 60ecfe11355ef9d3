import { defineTool, type Tool } from '@pegboard/core';
import * as z from 'zod';
import { type FileOptions, type FileSpace, fileSpaceOf, writesFiles } from './file-options.ts';

const input = () =>
  z
    .object({
      path: z.string().min(1).describe('Path of the file or folder, relative to the workspace'),
      recursive: z.boolean().optional().describe('True: a folder goes with all that it holds; default false'),
    })
    .meta({ examples: [{ path: 'draft.md' }, { path: 'build', recursive: true }] });

const output = () =>
  z.object({ path: z.string(), removed: z.int().describe('Files and folders that are gone') });

export interface DeleteOptions {
  /** Asks a person before each deletion. Default true. */
  readonly approval?: boolean;
}

/** The tool `delete_file`. A person has to approve each call, unless `approval` is false. */
export function deleteFile(
  options: (FileOptions | FileSpace) & DeleteOptions,
): Tool<z.input<ReturnType<typeof input>>, z.output<ReturnType<typeof output>>> {
  const { folder } = fileSpaceOf('delete_file', options, { approval: 'flag' });
  return defineTool({
    name: 'delete_file',
    description:
      'Deletes a file or an empty folder of the workspace, or with recursive a folder and all that is in it. There is no way back. A person may be asked first; when they refuse, do not try to reach the same end in another way.',
    input: input(),
    output: output(),
    execute: async ({ path, recursive = false }) => ({ path, ...(await folder.remove(path, { recursive })) }),
    approval:
      options.approval === false
        ? false
        : ({ path, recursive }) => `it deletes ${path}${recursive ? ' and all that is in it' : ''}`,
    effects: writesFiles,
    timeoutMs: 20_000,
    maxResultChars: 2_000,
    tags: ['files', 'destructive'],
  });
}
