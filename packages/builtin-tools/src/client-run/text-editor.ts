import { type AnyTool, type Awaitable, type CallContext, defineTool } from '@pegboard/core';
import { isTool } from '@pegboard/core/tools';
import { checkExecute } from './check-execute.ts';
import { standsFor } from '../stands-for.ts';
import { commandSchema, integerOf, missingOf, textOf, tupleOf } from './command-schema.ts';

export type EditorCommand =
  | { readonly command: 'view'; readonly path: string; readonly view_range?: readonly [number, number] }
  | { readonly command: 'create'; readonly path: string; readonly file_text: string }
  | {
      readonly command: 'str_replace';
      readonly path: string;
      readonly old_str: string;
      readonly new_str?: string;
    }
  | {
      readonly command: 'insert';
      readonly path: string;
      readonly insert_line: number;
      readonly insert_text: string;
    };

/** Does what a command says and tells the model, in words. Which files there are is the executor's business. */
export type EditorExecutor = (command: EditorCommand, ctx: Pick<CallContext, 'signal'>) => Awaitable<string>;

/** What each command cannot do without. */
const needs = {
  view: ['path'],
  create: ['path', 'file_text'],
  str_replace: ['path', 'old_str'],
  insert: ['path', 'insert_line', 'insert_text'],
};

/** Source: the text editor tool of Anthropic, version 20250728, by its type file in @anthropic-ai/sdk 1.11.0 and its guide, checked 2026-11-21. */
const input = commandSchema<{ readonly command: EditorCommand['command']; readonly path: string }>(
  'command',
  Object.keys(needs),
  {
    path: textOf('Path of the file or folder.'),
    view_range: tupleOf(2, 'view: first and last line; -1 is the end.'),
    file_text: textOf('create: the whole text.'),
    old_str: textOf('str_replace: the text to replace, which occurs once.'),
    new_str: textOf('str_replace: the text in its place; absent: nothing.'),
    insert_line: integerOf('insert: the line after which to insert; 0 is the top.'),
    insert_text: textOf('insert: the text.'),
    example: { command: 'view', path: 'README.md', view_range: [1, 40] },
  },
  ['path'],
);

export interface TextEditorOptions {
  readonly execute: EditorExecutor;
  /** Characters of a file that are shown; Anthropic's tool cuts there too. */
  readonly maxCharacters?: number;
  /** Default false. */
  readonly approval?: boolean;
}

const ownName = 'str_replace_based_edit_tool';

/**
 * An editor of text files for the model: by `execute`, or by a tool that takes the same commands, such as `textEditorTool({ root })` of
 * @pegboard/toolbox. Anthropic's own there, an ordinary tool of the same name elsewhere.
 */
export function textEditor(options: TextEditorOptions): AnyTool;
export function textEditor(tool: AnyTool): AnyTool;
export function textEditor(local: TextEditorOptions | AnyTool): AnyTool {
  if (isTool(local)) return standsFor(local, ownName, { type: 'text_editor' });
  checkExecute('textEditor', local);
  const { execute, maxCharacters, approval = false } = local;
  return defineTool({
    name: ownName,
    description:
      'Views, creates and edits text files. Commands: view (a file with numbered lines, or what a folder holds), create (a file with its whole text), str_replace (a passage that occurs exactly once), insert (text after a line). View a file before you change it.',
    input,
    builtin: { type: 'text_editor', ...(maxCharacters !== undefined && { maxCharacters }) },
    effects: ({ command, path }) =>
      command === 'view' ? { reads: [path], idempotent: true } : { writes: [path] },
    approval: ({ command }) => approval && command !== 'view',
    trust: 'untrusted',
    maxResultChars: maxCharacters ?? 50_000,
    timeoutMs: 30_000,
    check: (given) => missingOf(given, given.command, needs),
    // `check` has seen to it that nothing is missing.
    execute: (given, { signal }) => execute(given as EditorCommand, { signal }),
  });
}
