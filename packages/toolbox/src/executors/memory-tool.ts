import { mkdirSync } from 'node:fs';
import { defineTool, type Tool, ToolFailure, type Trust } from '@pegboard/core';
import * as z from 'zod';
import { fileSpace, writesFiles } from '../files/file-options.ts';
import { create, insert, replace, view } from './edit-commands.ts';

export interface MemoryToolOptions {
  /** The folder that `/memories` stands for. It is made when it is not there. */
  readonly root: string;
  /** Bytes of one file. Default 1,000,000. */
  readonly maxFileBytes?: number;
  /** Default `untrusted`: what a model wrote down may have come from a page or a mail. */
  readonly trust?: Trust;
}

const input = () =>
  z
    .object({
      command: z.enum(['view', 'create', 'str_replace', 'insert', 'delete', 'rename']),
      path: z.string().optional().describe('Path below /memories, for every command but rename'),
      view_range: z
        .array(z.int())
        .length(2)
        .optional()
        .describe('For view: first and last line; -1 is the end'),
      file_text: z.string().optional().describe('For create'),
      old_str: z.string().optional().describe('For str_replace'),
      new_str: z.string().optional().describe('For str_replace'),
      insert_line: z.int().min(0).optional().describe('For insert: the line after which'),
      insert_text: z.string().optional().describe('For insert'),
      old_path: z.string().optional().describe('For rename'),
      new_path: z.string().optional().describe('For rename'),
    })
    .meta({ examples: [{ command: 'view', path: '/memories' }] });

/**
 * The local half of the builtin tool `{ type: 'memory' }` of Anthropic: notes in a folder, under the tool name `memory` that the API gives it.
 * With other providers it works as an ordinary tool.
 */
export function memoryTool({
  root,
  maxFileBytes = 1_000_000,
  trust,
}: MemoryToolOptions): Tool<z.input<ReturnType<typeof input>>, string> {
  mkdirSync(root, { recursive: true, mode: 0o700 });
  const space = fileSpace({
    root,
    ignore: [],
    maxFileBytes,
    ...(trust && { trust }),
    aliases: ['/memories'],
  });
  return defineTool({
    name: 'memory',
    description:
      'Notes that stay from one conversation to the next, as files below /memories. Look there first (view /memories), write down what will be of use later, keep it short and in order. Commands: view, create, str_replace, insert, delete, rename.',
    input: input(),
    output: z.string(),
    execute: async (asked) => {
      const { folder } = space;
      switch (asked.command) {
        case 'view':
          return view(space, needed(asked, 'path'), asked.view_range);
        case 'create':
          return create(space, needed(asked, 'path'), needed(asked, 'file_text'));
        case 'str_replace':
          return replace(space, needed(asked, 'path'), needed(asked, 'old_str'), asked.new_str ?? '');
        case 'insert':
          return insert(
            space,
            needed(asked, 'path'),
            needed(asked, 'insert_line'),
            needed(asked, 'insert_text'),
          );
        case 'delete':
          await folder.remove(needed(asked, 'path'), { recursive: true });
          return `${asked.path} was deleted.`;
        case 'rename':
          await folder.move(needed(asked, 'old_path'), needed(asked, 'new_path'));
          return `${asked.old_path} is now ${asked.new_path}.`;
      }
    },
    effects: writesFiles,
    timeoutMs: 20_000,
    maxResultChars: 50_000,
    trust: space.trust,
    tags: ['files'],
  });
}

/** A member that this command cannot do without. */
export function needed<T extends { readonly command?: string | undefined }, K extends keyof T>(
  asked: T,
  key: K,
): NonNullable<T[K]> {
  const value = asked[key];
  if (value === undefined || value === null) {
    throw new ToolFailure(`${asked.command} needs ${String(key)}.`);
  }
  return value;
}
