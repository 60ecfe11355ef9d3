import type { RunJavascriptOptions } from './code/run-javascript.ts';
import type { RunPythonOptions } from './code/run-python.ts';
import type { FileOptions, FileSpace } from './files/file-options.ts';
import type { HttpOptions } from './http/http-options.ts';
import type { Search } from './search/search.ts';
import type { ShellSettings } from './shell/shell-options.ts';
import type { TimeOptions } from './time/clock.ts';
import type { BoundingBoxOptions } from './vision/draw-bounding-box.ts';

export interface ToolboxOptions extends Partial<FileOptions> {
  /** Which tools: names, globs (`*_file`), tags (`#files`), with `!` in front what is left out. Default: all that the options allow. */
  readonly only?: readonly string[];
  /** Settings of `run_shell`; false leaves it out. */
  readonly shell?: ShellSettings | false;
  /** Asks a person before each deletion. Default true. */
  readonly approveDelete?: boolean;
  /** What `http_request` and `fetch_page` reach besides public hosts: names, addresses, ranges, each with an optional `:port`. */
  readonly allowHosts?: readonly string[];
  /** What they never reach. */
  readonly denyHosts?: readonly string[];
  /** All that they reach. */
  readonly onlyHosts?: readonly string[];
  /** More settings of the two. */
  readonly http?: HttpOptions;
  /** What `web_search` asks: a search of @pegboard/common-tools, or a function. Without it there is no such tool. */
  readonly search?: Search;
  /** Settings of `run_javascript`, such as the tools that scripts may call; false leaves it out. */
  readonly javascript?: RunJavascriptOptions | false;
  /** Settings of `run_python`, or true. It needs the package pyodide; without this option there is no such tool. */
  readonly python?: RunPythonOptions | boolean;
  /** What finds things for `draw_bounding_box`; without it the model gives the boxes. It needs the package sharp. */
  readonly vision?: Pick<BoundingBoxOptions, 'detect' | 'fixture'>;
  /** The clock and the time zone of `current_time`, `convert_time` and `uuid`. */
  readonly time?: TimeOptions;
}

/** What the tools of one toolbox share. */
export interface Shared {
  readonly options: ToolboxOptions;
  /** Absent without a root. */
  readonly space?: FileSpace;
}
