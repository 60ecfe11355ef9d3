import { defineTool, type Tool } from '@pegboard/core';
import type { WalkedEntry } from '@pegboard/guard';
import * as z from 'zod';
import { type FileOptions, type FileSpace, fileSpaceOf, isSkipped, readsFiles } from './file-options.ts';
import { globTest } from './glob-test.ts';
import { createLineTest } from './line-test.ts';
import { decodeText } from './text-file.ts';

const maxLineChars = 300;

const input = () =>
  z
    .object({
      query: z
        .string()
        .min(1)
        .max(1_000)
        .describe('What a line has to hold: words as they are, or a regular expression if is_regex is set'),
      path: z
        .string()
        .optional()
        .describe('Folder or file to search in, relative to the workspace; all of it if left out'),
      glob: z
        .string()
        .min(1)
        .max(500)
        .optional()
        .describe('Only in files that fit, such as *.md or src/**/*.ts'),
      is_regex: z
        .boolean()
        .optional()
        .describe('The query is a regular expression (RE2: no lookaround, no backreferences)'),
      ignore_case: z.boolean().optional().describe('Default false'),
      limit: z.int().min(1).max(1_000).optional().describe('Most matching lines; default 100'),
    })
    .meta({ examples: [{ query: 'TODO' }, { query: 'class \\w+Error', is_regex: true, glob: '*.ts' }] });

const output = () =>
  z.object({
    matches: z.array(z.object({ path: z.string(), line: z.int(), text: z.string() })),
    searched_files: z.int(),
    truncated: z.boolean().describe('There are more matches than were asked for.'),
  });

/** The tool `search_files`. */
export function searchFiles(
  options: FileOptions | FileSpace,
): Tool<z.input<ReturnType<typeof input>>, z.output<ReturnType<typeof output>>> {
  const space = fileSpaceOf('search_files', options);
  return defineTool({
    name: 'search_files',
    description:
      'Finds lines of text in the files of the workspace and tells path, line number and the line. Files that are no text, very large ones and folders of dependencies such as node_modules are left out, unless the path leads there. To find files by name use list_files with a glob.',
    input: input(),
    output: output(),
    execute: async (
      { query, path = '', glob, limit = 100, is_regex: isRegex = false, ignore_case: ignoreCase = false },
      { signal },
    ) => {
      const fits = globTest(glob);
      const test = await createLineTest(query, { isRegex, ignoreCase });
      const matches: z.output<ReturnType<typeof output>>['matches'] = [];
      let searched = 0;
      for await (const entry of filesAt(space, path, signal)) {
        const text = fits(entry.path) ? await textOf(space, entry) : undefined;
        if (text === undefined) continue;
        searched++;
        for (const [at, line] of text.split(/\r?\n/).entries()) {
          if (!test(line)) continue;
          if (matches.length === limit) return { matches, searched_files: searched, truncated: true };
          matches.push({ path: entry.path, line: at + 1, text: shortened(line) });
        }
      }
      return { matches, searched_files: searched, truncated: false };
    },
    effects: readsFiles,
    timeoutMs: 30_000,
    maxResultChars: 50_000,
    trust: space.trust,
    tags: ['files'],
  });
}

type Readable = Pick<WalkedEntry, 'path' | 'kind' | 'size'> & { readonly read: () => Promise<Uint8Array> };

async function* filesAt({ folder }: FileSpace, path: string, signal: AbortSignal): AsyncGenerator<Readable> {
  const info = await folder.info(path);
  if (info.kind === 'folder') yield* folder.walk(path, { skip: isSkipped, signal });
  else yield { ...info, read: async () => (await folder.read(path, { maxBytes: info.size })).bytes };
}

/** Undefined for what is no text, too large, or cannot be read. */
async function textOf({ maxFileBytes }: FileSpace, entry: Readable): Promise<string | undefined> {
  if (entry.kind !== 'file' || entry.size > maxFileBytes) return undefined;
  const bytes = await entry.read().catch(() => undefined);
  return bytes && decodeText(bytes)?.text;
}

function shortened(line: string): string {
  return line.length <= maxLineChars ? line : `${line.slice(0, maxLineChars).toWellFormed()}…`;
}
