import { defineTool, type Tool, ToolFailure } from '@pegboard/core';
import * as z from 'zod';
import { type FileOptions, type FileSpace, fileSpaceOf, writesFiles } from './file-options.ts';
import { type Edited, replaceText } from './replace-text.ts';
import { decodeText, encodeText } from './text-file.ts';

const input = () =>
  z
    .object({
      path: z.string().min(1).describe('Path of the file, relative to the workspace'),
      old_text: z
        .string()
        .min(1)
        .describe('The text to replace, exactly as it is in the file, white space and line ends included'),
      new_text: z.string().describe('What takes its place; empty to remove it'),
      replace_all: z
        .boolean()
        .optional()
        .describe('True: replaces every occurrence; else there may be only one'),
    })
    .meta({ examples: [{ path: 'config.json', old_text: '"debug": false', new_text: '"debug": true' }] });

const output = () => z.object({ path: z.string(), replaced: z.int(), line: z.int() });

/** The tool `edit_file`. */
export function editFile(
  options: FileOptions | FileSpace,
): Tool<z.input<ReturnType<typeof input>>, z.output<ReturnType<typeof output>>> {
  const { folder, maxFileBytes } = fileSpaceOf('edit_file', options);
  return defineTool({
    name: 'edit_file',
    description:
      'Replaces a text in a file of the workspace by another. The old text has to be in the file exactly as given, and only once unless replace_all is set: take enough lines around the place. Encoding, line ends and mode of the file stay. Tells the line of the first replacement.',
    input: input(),
    output: output(),
    execute: ({ path, old_text: oldText, new_text: newText, replace_all: replaceAll = false }) =>
      changeText({ folder, maxFileBytes }, path, (text) =>
        replaceText(text, { path, oldText, newText, replaceAll }),
      ),
    effects: writesFiles,
    timeoutMs: 20_000,
    maxResultChars: 2_000,
    tags: ['files'],
  });
}

/** Changes the text of a file that nobody else changes meanwhile; its encoding stays. */
export async function changeText(
  { folder, maxFileBytes }: Pick<FileSpace, 'folder' | 'maxFileBytes'>,
  path: string,
  change: (text: string) => Edited,
): Promise<{ path: string; replaced: number; line: number; text: string }> {
  const { bytes, info } = await folder.read(path, { maxBytes: maxFileBytes });
  const file = decodeText(bytes);
  if (!file) throw new ToolFailure(`"${path}" is no text.`);
  const { text, replaced, line } = change(file.text);
  const changed = encodeText({ ...file, text });
  if (!changed) throw new ToolFailure(`"${path}" is in Latin-1, which has not all of these characters.`);
  await folder.write(path, changed, { ifVersion: info.version });
  return { path: info.path, replaced, line, text };
}
