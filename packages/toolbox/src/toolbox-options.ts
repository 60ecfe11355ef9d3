import type { FileOptions, FileSpace } from './files/file-options.ts';
import type { ShellSettings } from './shell/shell-options.ts';

export interface ToolboxOptions extends Partial<FileOptions> {
  /** Which tools: names, globs (`*_file`), tags (`#files`), with `!` in front what is left out. Default: all that the options allow. */
  readonly only?: readonly string[];
  /** Settings of `run_shell`; false leaves it out. */
  readonly shell?: ShellSettings | false;
  /** Asks a person before each deletion. Default true. */
  readonly approveDelete?: boolean;
}

/** What the tools of one toolbox share. */
export interface Shared {
  readonly options: ToolboxOptions;
  /** Absent without a root. */
  readonly space?: FileSpace;
}
