import type { AnyTool } from '@pegboard/core';
import { runJavascript } from './code/run-javascript.ts';
import { runPython } from './code/run-python.ts';
import { calculate } from './data/calculate.ts';
import { queryCsv } from './data/query-csv.ts';
import { queryJson } from './data/query-json.ts';
import { querySqlite } from './data/query-sqlite.ts';
import { random } from './data/random.ts';
import { uuid } from './data/uuid.ts';
import { deleteFile } from './files/delete-file.ts';
import { editFile } from './files/edit-file.ts';
import type { FileSpace } from './files/file-options.ts';
import { listFiles } from './files/list-files.ts';
import { moveFile } from './files/move-file.ts';
import { readFile } from './files/read-file.ts';
import { searchFiles } from './files/search-files.ts';
import { writeFile } from './files/write-file.ts';
import { fetchPage } from './http/fetch-page.ts';
import type { HttpOptions } from './http/http-options.ts';
import { httpRequest } from './http/http-request.ts';
import { webSearch } from './search/web-search.ts';
import { runShell } from './shell/run-shell.ts';
import { diffText } from './text/diff-text.ts';
import { regexSearch } from './text/regex-search.ts';
import { convertTime } from './time/convert-time.ts';
import { currentTime } from './time/current-time.ts';
import { wait } from './time/wait.ts';
import type { Shared, ToolboxOptions } from './toolbox-options.ts';
import { drawBoundingBox } from './vision/draw-bounding-box.ts';

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
  http_request: always((options) => httpRequest(httpOptions(options))),
  fetch_page: always((options) => fetchPage(httpOptions(options))),
  web_search: { needs: 'search', make: ({ options: { search } }) => search && webSearch(search) },
  run_javascript: always(({ javascript = {} }) =>
    javascript === false ? undefined : runJavascript(javascript),
  ),
  run_python: {
    needs: 'python',
    make: ({ options: { python = false } }) =>
      python === false ? undefined : runPython(python === true ? {} : python),
  },
  query_json: withFiles((files) => queryJson(files)),
  query_csv: withFiles((files) => queryCsv(files)),
  query_sqlite: inRoot((files) => querySqlite({ files })),
  calculate: always(() => calculate()),
  random: always(() => random()),
  uuid: always(({ time }) => uuid(time?.now ? { now: time.now } : {})),
  current_time: always(({ time }) => currentTime(time)),
  convert_time: always(({ time }) => convertTime(time)),
  wait: always(() => wait()),
  diff_text: always(() => diffText()),
  regex_search: always(() => regexSearch()),
  draw_bounding_box: inRoot((files, { vision, readOnly }) =>
    readOnly ? undefined : drawBoundingBox({ ...vision, files }),
  ),
};

function always(make: (options: ToolboxOptions) => AnyTool | undefined): ToolEntry {
  return { make: ({ options }) => make(options) };
}

/** These take data as text too, and know files only where there is a root. */
function withFiles(make: (files: { readonly files?: FileSpace }) => AnyTool): ToolEntry {
  return { make: ({ space }) => make(space ? { files: space } : {}) };
}

function httpOptions({ http = {}, allowHosts = [], denyHosts = [], onlyHosts }: ToolboxOptions): HttpOptions {
  const { allow = [], deny = [], only = onlyHosts } = http;
  return { ...http, allow: [...allow, ...allowHosts], deny: [...deny, ...denyHosts], ...(only && { only }) };
}

function inRoot(make: (space: FileSpace, options: ToolboxOptions) => AnyTool | undefined): ToolEntry {
  return { needs: 'root', make: ({ space, options }) => space && make(space, options) };
}
