export { deleteFile } from './files/delete-file.ts';
export { editFile } from './files/edit-file.ts';
export { listFiles } from './files/list-files.ts';
export { moveFile } from './files/move-file.ts';
export { readFile } from './files/read-file.ts';
export { searchFiles } from './files/search-files.ts';
export { writeFile } from './files/write-file.ts';
export { runShell } from './shell/run-shell.ts';

export type { DeleteOptions } from './files/delete-file.ts';
export type { FileOptions, FileSpace } from './files/file-options.ts';
export type { ShellResult } from './shell/run-shell.ts';
export type { ShellLimits, ShellOptions, ShellSettings } from './shell/shell-options.ts';
