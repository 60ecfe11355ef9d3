import { ToolFailure } from '@pegboard/core';
import type { ConfinedFolder } from '@pegboard/guard';
import { changeText } from '../files/edit-file.ts';
import { type FileSpace, isSkipped } from '../files/file-options.ts';
import { replaceText } from '../files/replace-text.ts';
import { decodeText } from '../files/text-file.ts';
import { numberedLines } from './numbered-lines.ts';

const contextLines = 3;
const maxEntries = 2_000;

/** Shows a folder two levels deep, or a file with the numbers of its lines. */
export async function view(
  { folder, maxFileBytes }: FileSpace,
  path: string,
  range?: readonly number[],
): Promise<string> {
  if ((await folder.info(path)).kind === 'folder') return viewFolder(folder, path);
  const { bytes } = await folder.read(path, { maxBytes: maxFileBytes });
  const file = decodeText(bytes);
  if (!file) throw new ToolFailure(`${path} is no text.`);
  const [from = 1, to = -1] = range ?? [];
  const total = file.text.split('\n').length;
  if (from < 1 || from > total || (to !== -1 && to < from)) {
    throw new ToolFailure(`${path} has lines 1 to ${total}; view_range asks for ${from} to ${to}.`);
  }
  return `The content of ${path}, with line numbers:\n${numberedLines(file.text, from, to === -1 ? undefined : to)}`;
}

async function viewFolder(folder: ConfinedFolder, path: string): Promise<string> {
  const { path: real } = await folder.info(path);
  const lines: string[] = [];
  for await (const entry of folder.walk(path, { depth: 2, skip: isSkipped })) {
    const inside = real === '' ? entry.path : entry.path.slice(real.length + 1);
    if (/(^|\/)\./.test(inside) || /(^|\/)node_modules(\/|$)/.test(inside)) continue;
    if (lines.length === maxEntries) {
      lines.push('… and more');
      break;
    }
    lines.push(`${entry.size}\t${path.replace(/\/$/, '')}/${inside}${entry.kind === 'folder' ? '/' : ''}`);
  }
  return `What is in ${path}, two levels deep, without hidden names and node_modules, with bytes:\n${lines.join('\n') || '(nothing)'}`;
}

/** Makes a file that is not there yet. */
export async function create(
  { folder, maxFileBytes }: FileSpace,
  path: string,
  text: string,
): Promise<string> {
  if (Buffer.byteLength(text) > maxFileBytes) throw new ToolFailure(`A file may have ${maxFileBytes} bytes.`);
  await folder.write(path, text, { overwrite: false });
  return `${path} was created.`;
}

/** Replaces the one place where a text is. */
export async function replace(
  space: FileSpace,
  path: string,
  oldText: string,
  newText: string,
): Promise<string> {
  if (oldText === '')
    throw new ToolFailure('old_str is empty. Use insert, or take the text that is to be replaced.');
  const edited = await changeText(space, path, (text) =>
    replaceText(text, { path, oldText, newText, replaceAll: undefined }),
  );
  return told(path, edited.text, edited.line, newText.split('\n').length);
}

/** Puts lines after a line; 0 is before the first. */
export async function insert(
  space: FileSpace,
  path: string,
  afterLine: number,
  added: string,
): Promise<string> {
  const edited = await changeText(space, path, (text) => {
    const ends = text.includes('\r\n') ? '\r\n' : '\n';
    const lines = text.split(/\r?\n/);
    // A line end at the end begins no line of its own.
    const total = text === '' ? 0 : lines.length - (lines.at(-1) === '' ? 1 : 0);
    if (afterLine < 0 || afterLine > total)
      throw new ToolFailure(`${path} has ${total} lines; insert_line is ${afterLine}.`);
    lines.splice(afterLine, 0, ...added.replace(/\r?\n$/, '').split(/\r?\n/));
    return { text: lines.join(ends), replaced: 0, line: afterLine + 1 };
  });
  return told(path, edited.text, edited.line, added.split('\n').length);
}

function told(path: string, text: string, line: number, lines: number): string {
  const from = Math.max(1, line - contextLines);
  return `${path} was changed. Around the change it now reads:\n${numberedLines(text, from, line + lines + contextLines - 1)}`;
}
