import { expect, it } from 'vitest';
import { ConfigError } from '@pegboard/core';
import {
  calculate,
  convertTime,
  currentTime,
  deleteFile,
  diffText,
  drawBoundingBox,
  queryCsv,
  queryJson,
  querySqlite,
  random,
  readFile,
  regexSearch,
  runJavascript,
  runPython,
  runShell,
  toolbox,
  uuid,
  wait,
  webSearch,
} from '@pegboard/toolbox';

const root = import.meta.dirname;

/** As somebody writes it who has no types. */
const misused: readonly (readonly [
  what: string,
  make: (options: never) => unknown,
  options: unknown,
  told: RegExp,
])[] = [
  [
    'a slip',
    toolbox,
    { rooot: '.' },
    /toolbox has no option "rooot". There are root, .*only.* Did you mean "root"\?/,
  ],
  [
    'a root that is no text',
    toolbox,
    { root: 5 },
    /toolbox cannot use the option "root". It is 5. Pass text/,
  ],
  [
    'one name for a list',
    toolbox,
    { root, only: 'read_file' },
    /"only". It is of type string. Pass a list of texts/,
  ],
  ['one host for a list', toolbox, { allowHosts: 'localhost' }, /"allowHosts"/],
  ['hosts that are no texts', toolbox, { denyHosts: [5] }, /"denyHosts". It is a list. Pass a list of texts/],
  [
    'a flag that is text',
    toolbox,
    { root, readOnly: 'no' },
    /"readOnly". It is of type string. Pass true or false/,
  ],
  [
    'a limit below zero',
    toolbox,
    { root, maxFileBytes: -1 },
    /"maxFileBytes". It is -1. Pass a number above 0/,
  ],
  ['a slip further in', toolbox, { root, shell: { timeout: 5 } }, /run_shell has no option "timeout"/],
  ['another', toolbox, { javascript: { memory: 1 } }, /run_javascript has no option "memory"/],
  ['another', toolbox, { python: { memory: 1 } }, /run_python has no option "memory"/],
  ['another', toolbox, { root, vision: { fixtures: [] } }, /draw_bounding_box has no option "fixtures"/],
  ['another', toolbox, { time: { timezone: 'UTC' } }, /current_time has no option "timezone"/],
  ['a zone that there is not', toolbox, { time: { timeZone: 'Mars/Base' } }, /There is no zone "Mars\/Base"/],
  ['a search that is text', toolbox, { search: 'duckduckgo' }, /something that searches. .* of type string/],
  ['nothing', readFile, undefined, /read_file takes its options as an object. It is undefined/],
  ['a slip', readFile, { root, ignored: [] }, /read_file has no option "ignored"/],
  ['a slip', deleteFile, { root, approve: false }, /delete_file has no option "approve"/],
  ['a slip', runShell, { root, sandboxed: false }, /run_shell has no option "sandboxed"/],
  ['tools that are no list', runJavascript, { tools: 'wait' }, /"tools". It is of type string. Pass a list/],
  [
    'a limit that is text',
    runPython,
    { timeoutMs: '5' },
    /"timeoutMs". It is of type string. Pass a number above 0/,
  ],
  ['a slip', querySqlite, { database: 'a.db', readonly: false }, /query_sqlite has no option "readonly"/],
  ['a slip', queryCsv, { file: { root } }, /query_csv has no option "file"/],
  ['a slip', queryJson, { timeout: 1 }, /query_json has no option "timeout"/],
  ['no function', random, { next: 4 }, /random cannot use the option "next". It is 4. Pass a function/],
  ['no function', uuid, { now: 4 }, /uuid cannot use the option "now"/],
  ['a slip', wait, { max: 1 }, /wait has no option "max"/],
  ['a slip', calculate, { digits: 1 }, /calculate has no option "digits"/],
  ['a slip', diffText, { lines: 1 }, /diff_text has no option "lines"/],
  ['a slip', regexSearch, { flags: 'i' }, /regex_search has no option "flags"/],
  ['a slip', currentTime, { zone: 'UTC' }, /current_time has no option "zone"/],
  ['a zone that is no text', convertTime, { timeZone: 1 }, /convert_time cannot use the option "timeZone"/],
  [
    'files that are text',
    drawBoundingBox,
    { files: root },
    /draw_bounding_box cannot use the option "files"/,
  ],
  ['nothing', webSearch, undefined, /of type undefined/],
];

it.each(misused)('%s is told where the tool is made: %o', (_, make, options, told) => {
  const run = (): unknown => make(options as never);
  expect(run).toThrow(ConfigError);
  expect(run).toThrow(told);
});

it('a value that may be secret is not shown', () => {
  const env = [{ TOKEN: 'hush-hush' }];
  expect(() => runShell({ root, env } as never)).toThrow(/^(?!.*hush).*"env". It is a list/s);
  expect(() => runShell({ root, env: 'hush-hush' } as never)).toThrow(
    /^(?!.*hush).*"env". It is of type string/s,
  );
});
