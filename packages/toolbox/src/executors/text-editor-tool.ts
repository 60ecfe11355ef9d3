import { defineTool, type Tool } from '@pegboard/core';
import * as z from 'zod';
import { type FileOptions, type FileSpace, fileSpace, writesFiles } from '../files/file-options.ts';
import { create, insert, replace, view } from './edit-commands.ts';
import { needed } from './memory-tool.ts';

const input = () =>
  z
    .object({
      command: z.enum(['view', 'create', 'str_replace', 'insert']),
      path: z.string().describe('Path of a file, or for view of a folder; /workspace is the folder of all'),
      view_range: z
        .array(z.int())
        .length(2)
        .optional()
        .describe('For view: first and last line; -1 is the end'),
      file_text: z.string().optional().describe('For create'),
      old_str: z.string().optional().describe('For str_replace: exactly as in the file, and only there'),
      new_str: z.string().optional().describe('For str_replace'),
      insert_line: z.int().min(0).optional().describe('For insert: the line after which'),
      insert_text: z.string().optional().describe('For insert'),
    })
    .meta({ examples: [{ command: 'view', path: '/workspace' }] });

/**
 * The local half of the builtin tool `{ type: 'text_editor' }` of Anthropic, under the name that the API gives it. Its paths are those of the root,
 * which is also `/workspace`.
 */
export function textEditorTool(
  options: FileOptions | FileSpace,
): Tool<z.input<ReturnType<typeof input>>, string> {
  const space = fileSpace(options);
  return defineTool({
    name: 'str_replace_based_edit_tool',
    description:
      'Views and edits text files of the workspace. view shows a file with line numbers, or a folder two levels deep; create makes a new file; str_replace replaces a text that is in the file exactly once; insert puts lines after a line.',
    input: input(),
    output: z.string(),
    execute: (asked) => {
      switch (asked.command) {
        case 'view':
          return view(space, asked.path, asked.view_range);
        case 'create':
          return create(space, asked.path, needed(asked, 'file_text'));
        case 'str_replace':
          return replace(space, asked.path, needed(asked, 'old_str'), asked.new_str ?? '');
        case 'insert':
          return insert(space, asked.path, needed(asked, 'insert_line'), needed(asked, 'insert_text'));
      }
    },
    effects: writesFiles,
    timeoutMs: 20_000,
    maxResultChars: 50_000,
    trust: space.trust,
    tags: ['files'],
  });
}
