import { defineTool, result, type Tool, ToolFailure } from '@pegboard/core';
import { sniffMedia } from '@pegboard/guard';
import * as z from 'zod';
import { type FileOptions, type FileSpace, fileSpaceOf, readsFiles } from './file-options.ts';
import { lineRange } from './line-range.ts';
import { decodeText } from './text-file.ts';

const maxChars = 48_000;
/** What providers take as an image or a document in one part. */
const maxMediaBytes = 5_000_000;

const input = () =>
  z
    .object({
      path: z.string().min(1).describe('Path of the file, relative to the workspace'),
      from_line: z.int().min(1).optional().describe('First line to read, counted from 1'),
      lines: z.int().min(1).optional().describe('How many lines to read; all that fit if left out'),
      from_char: z
        .int()
        .min(1)
        .optional()
        .describe('For one line that is too long: its first character to read, as a note told you'),
      encoding: z
        .enum(['utf-8', 'utf-16le', 'utf-16be', 'latin1'])
        .optional()
        .describe('Only if the text comes out garbled; it is found out otherwise'),
    })
    .meta({ examples: [{ path: 'notes/today.md' }, { path: 'server.log', from_line: 1200, lines: 80 }] });

/** The tool `read_file`. */
export function readFile(options: FileOptions | FileSpace): Tool<z.input<ReturnType<typeof input>>, string> {
  const { folder, maxFileBytes, trust } = fileSpaceOf('read_file', options);
  return defineTool({
    name: 'read_file',
    description:
      'Reads a file of the workspace. Text comes as it is, without line numbers; a long text comes in parts, and a note in brackets at the end then says which lines these are and where to go on. Images, PDF and audio come as media that you can see. Read a file before you edit it.',
    input: input(),
    output: z.string(),
    execute: async ({ path, from_line: fromLine, from_char: fromChar, lines, encoding }) => {
      const { bytes, info } = await folder.read(path, { maxBytes: maxFileBytes });
      const media = sniffMedia(bytes);
      const file = media === 'application/pdf' ? undefined : decodeText(bytes, encoding);
      if (!file) return mediaResult(info.path, bytes, media);
      const { text, note, ...range } = lineRange(file.text, { fromLine, lines, fromChar }, maxChars);
      const metadata = {
        path: info.path,
        bytes: info.size,
        encoding: file.encoding,
        version: info.version,
        ...range,
      };
      return result(note === undefined ? text : `${text && `${text.replace(/\n$/, '')}\n`}${note}`, {
        metadata,
      });
    },
    effects: readsFiles,
    timeoutMs: 20_000,
    maxResultChars: 50_000,
    trust,
    tags: ['files'],
  });
}

function mediaResult(
  path: string,
  bytes: Uint8Array,
  mediaType: string | undefined,
): ReturnType<typeof result<string>> {
  if (mediaType === undefined) {
    throw new ToolFailure(
      `"${path}" is neither text nor a picture: it has ${bytes.length} bytes of another kind.`,
    );
  }
  if (bytes.length > maxMediaBytes) {
    throw new ToolFailure(
      `"${path}" is ${mediaType} of ${bytes.length} bytes; at most ${maxMediaBytes} can be shown.`,
    );
  }
  const filename = path.slice(path.lastIndexOf('/') + 1);
  const part = { type: 'media' as const, mediaType, data: Buffer.from(bytes).toString('base64'), filename };
  return result(`${path}: ${mediaType}, ${bytes.length} bytes`, {
    content: [part],
    metadata: { path, bytes: bytes.length, mediaType },
  });
}
