import { defineTool, type Tool, ToolFailure } from '@pegboard/core';
import * as z from 'zod';
import { type FileOptions, type FileSpace, fileSpaceOf, writesFiles } from './file-options.ts';

const input = () =>
  z
    .object({
      path: z
        .string()
        .min(1)
        .describe('Path of the file, relative to the workspace; folders are made as needed'),
      content: z.string().describe('The whole new content'),
      encoding: z
        .enum(['utf-8', 'base64'])
        .optional()
        .describe('base64 for content that is not text; default utf-8'),
      overwrite: z.boolean().optional().describe('False: fails if there is such a file; default true'),
    })
    .meta({ examples: [{ path: 'notes/today.md', content: '# Today\n' }] });

const output = () => z.object({ path: z.string(), bytes: z.int(), created: z.boolean() });

/** The tool `write_file`. */
export function writeFile(
  options: FileOptions | FileSpace,
): Tool<z.input<ReturnType<typeof input>>, z.output<ReturnType<typeof output>>> {
  const { folder, maxFileBytes } = fileSpaceOf('write_file', options);
  return defineTool({
    name: 'write_file',
    description:
      'Writes a whole file of the workspace: makes it, with the folders on its path, or replaces its content at once. Use edit_file to change a part of a file; what is not in the content is gone.',
    input: input(),
    output: output(),
    execute: async ({ path, content, encoding, overwrite = true }) => {
      const bytes = encoding === 'base64' ? fromBase64(content) : Buffer.from(content);
      if (bytes.length > maxFileBytes)
        throw new ToolFailure(`The content has ${bytes.length} bytes; a file may have ${maxFileBytes}.`);
      const info = await folder.write(path, bytes, { overwrite });
      return { path: info.path, bytes: info.size, created: info.created };
    },
    effects: { ...writesFiles, idempotent: true },
    timeoutMs: 20_000,
    maxResultChars: 2_000,
    tags: ['files'],
  });
}

function fromBase64(content: string): Uint8Array {
  if (/^[A-Za-z\d+/\s]*={0,2}\s*$/.test(content)) return Buffer.from(content, 'base64');
  throw new ToolFailure(
    'The content is not base64: only letters, digits, + and / may be in it, and = at its end.',
  );
}
