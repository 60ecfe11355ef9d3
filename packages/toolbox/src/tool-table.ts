import type { AnyTool } from '@pegboard/core';
import { deleteFile } from './files/delete-file.ts';
import { editFile } from './files/edit-file.ts';
import type { FileSpace } from './files/file-options.ts';
import { listFiles } from './files/list-files.ts';
import { moveFile } from './files/move-file.ts';
import { readFile } from './files/read-file.ts';
import { searchFiles } from './files/search-files.ts';
import { writeFile } from './files/write-file.ts';
import { runShell } from './shell/run-shell.ts';
import type { Shared, ToolboxOptions } from './toolbox-options.ts';

export interface ToolEntry {
  /** The option without which there is no such tool. */
  readonly needs?: keyof ToolboxOptions;
  /** Undefined: it was switched off, or what it needs is not there. */
  readonly make: (shared: Shared) => AnyTool | undefined;
}

/** One line per tool, by its name. */
export const toolTable: Readonly<Record<string, ToolEntry>> = {
  read_file: inRoot((space) => readFile(space)),
  write_file: inRoot((space) => writeFile(space)),
  edit_file: inRoot((space) => editFile(space)),
  list_files: inRoot((space) => listFiles(space)),
  search_files: inRoot((space) => searchFiles(space)),
  move_file: inRoot((space) => moveFile(space)),
  delete_file: inRoot((space, { approveDelete = true }) => deleteFile({ ...space, approval: approveDelete })),
  run_shell: inRoot((space, { shell = {} }) =>
    shell === false ? undefined : runShell({ ...space, ...shell }),
  ),
};

function inRoot(make: (space: FileSpace, options: ToolboxOptions) => AnyTool | undefined): ToolEntry {
  return { needs: 'root', make: ({ space, options }) => space && make(space, options) };
}
