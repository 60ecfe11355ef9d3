import { type AnyTool, type Awaitable, type CallContext, defineTool } from '@pegboard/core';
import { isTool } from '@pegboard/core/tools';
import { checkExecute } from './check-execute.ts';
import { standsFor } from '../stands-for.ts';
import { commandSchema, integerOf, missingOf, textOf, tupleOf } from './command-schema.ts';

export type MemoryCommand =
  | { readonly command: 'view'; readonly path: string; readonly view_range?: readonly [number, number] }
  | { readonly command: 'create'; readonly path: string; readonly file_text: string }
  | {
      readonly command: 'str_replace';
      readonly path: string;
      readonly old_str: string;
      readonly new_str: string;
    }
  | {
      readonly command: 'insert';
      readonly path: string;
      readonly insert_line: number;
      readonly insert_text: string;
    }
  | { readonly command: 'delete'; readonly path: string }
  | { readonly command: 'rename'; readonly old_path: string; readonly new_path: string };

/** Does what a command says and tells the model, in words. Paths are /memories or below it, without `..`. */
export type MemoryExecutor = (command: MemoryCommand, ctx: Pick<CallContext, 'signal'>) => Awaitable<string>;

/** What each command cannot do without. */
const needs = {
  view: ['path'],
  create: ['path', 'file_text'],
  str_replace: ['path', 'old_str', 'new_str'],
  insert: ['path', 'insert_line', 'insert_text'],
  delete: ['path'],
  rename: ['old_path', 'new_path'],
};

/** Source: the memory tool of Anthropic, version 20250818, by its type file in @anthropic-ai/sdk 1.11.0 and its guide, checked 2026-11-21. */
const input = commandSchema<{ readonly command: MemoryCommand['command'] }>('command', Object.keys(needs), {
  path: textOf('Path below /memories.'),
  view_range: tupleOf(2, 'view: first and last line.'),
  file_text: textOf('create: the whole text.'),
  old_str: textOf('str_replace: the text to replace, which occurs once.'),
  new_str: textOf('str_replace: the text in its place.'),
  insert_line: integerOf('insert: the line after which to insert; 0 is the top.'),
  insert_text: textOf('insert: the text.'),
  old_path: textOf('rename: from.'),
  new_path: textOf('rename: to.'),
  example: { command: 'view', path: '/memories' },
});

export interface MemoryOptions {
  readonly execute: MemoryExecutor;
}

/**
 * A folder of notes that the model keeps between conversations; `execute` is where they are kept, or a tool that takes the same commands, such
 * as `memoryTool({ root })` of @pegboard/toolbox. Anthropic's own memory tool there, an ordinary tool of the same name elsewhere.
 */
export function memory(options: MemoryOptions): AnyTool;
export function memory(tool: AnyTool): AnyTool;
export function memory(local: MemoryOptions | AnyTool): AnyTool {
  const builtin = { type: 'memory' };
  if (isTool(local)) return standsFor(local, 'memory', builtin);
  checkExecute('memory', local);
  const { execute } = local;
  return defineTool({
    name: 'memory',
    description:
      'Keeps notes in files below /memories that outlast this conversation. View /memories before you begin, to see what you noted earlier; note what will be of use later, such as decisions, facts about the user and the state of long work, and keep the files in order. Commands: view (a folder or a file), create, str_replace, insert, delete, rename.',
    input,
    builtin,
    effects: ({ command }) =>
      command === 'view' ? { reads: ['memory'], idempotent: true } : { writes: ['memory'] },
    timeoutMs: 30_000,
    maxResultChars: 50_000,
    // Notes may hold what came from outside in an earlier conversation.
    trust: 'untrusted',
    check: (given) => missingOf(given, given.command, needs) ?? outsideOf(given),
    // `check` has seen to it that nothing is missing.
    execute: (given, { signal }) => execute(given as MemoryCommand, { signal }),
  });
}

/** The first path that leads out of the notes, also for an executor that reads `%2e` and backslashes. */
function outsideOf(given: object): string | undefined {
  const paths = Object.entries(given).filter(([name]) => name.endsWith('path'));
  const outside = paths.find(([, path]) => {
    const [start, top, ...rest] = String(path)
      .replace(/%2e/gi, '.')
      .split(/[/\\]|%2f|%5c/i);
    return start !== '' || top !== 'memories' || rest.includes('..');
  });
  return outside && `${outside[0]} must be /memories or below it, without ..`;
}
