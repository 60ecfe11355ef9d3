import { defineTool, type Tool, ToolFailure } from '@pegboard/core';
import * as z from 'zod';
import { type FileOptions, type FileSpace, fileSpaceOf, isSkipped, readsFiles } from './file-options.ts';
import { globTest } from './glob-test.ts';

const input = () =>
  z
    .object({
      path: z
        .string()
        .optional()
        .describe('Folder to list, relative to the workspace; the workspace itself if left out'),
      depth: z.int().min(1).max(50).optional().describe('How many folders deep; default 1'),
      glob: z
        .string()
        .min(1)
        .max(500)
        .optional()
        .describe('Only what fits: *.md in any folder, src/**/*.ts, {a,b}.txt'),
      limit: z.int().min(1).max(2_000).optional().describe('Most entries; default 500'),
    })
    .meta({ examples: [{}, { path: 'src', depth: 10, glob: '*.test.ts' }] });

const output = () =>
  z.object({
    entries: z.array(
      z.object({
        path: z.string(),
        kind: z.enum(['file', 'folder', 'link', 'other']),
        bytes: z.int().optional(),
      }),
    ),
    truncated: z.boolean().describe('There are more entries than were asked for.'),
  });

/** The tool `list_files`. */
export function listFiles(
  options: FileOptions | FileSpace,
): Tool<z.input<ReturnType<typeof input>>, z.output<ReturnType<typeof output>>> {
  const { folder, trust } = fileSpaceOf('list_files', options);
  return defineTool({
    name: 'list_files',
    description:
      'Lists what is in a folder of the workspace, with paths that the other file tools take. Deep lists and a glob find files by name; folders of dependencies such as node_modules are named but not looked into unless the path leads there. To look for text inside of files use search_files.',
    input: input(),
    output: output(),
    execute: async ({ path = '', depth = 1, glob, limit = 500 }, { signal }) => {
      const fits = globTest(glob);
      if ((await folder.info(path)).kind === 'file')
        throw new ToolFailure(`"${path}" is a file, no folder. Read it with read_file.`);
      const entries: z.output<ReturnType<typeof output>>['entries'] = [];
      for await (const entry of folder.walk(path, { depth, skip: isSkipped, signal })) {
        if (!fits(entry.path)) continue;
        if (entries.length === limit) return { entries, truncated: true };
        const { kind, size } = entry;
        entries.push({ path: entry.path, kind, ...(kind === 'file' && { bytes: size }) });
      }
      return { entries, truncated: false };
    },
    effects: readsFiles,
    timeoutMs: 20_000,
    maxResultChars: 50_000,
    trust,
    tags: ['files'],
  });
}
