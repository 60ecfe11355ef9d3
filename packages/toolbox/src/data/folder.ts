import { ToolFailure } from '@pegboard/core';
import { confine, type ConfinedFolder } from '@pegboard/guard';

/** What data tools need of a folder; `confine` of @pegboard/guard makes one. */
export type DataFolder = Pick<ConfinedFolder, 'read' | 'info' | 'root'>;

/** A folder as it was given, or one that is confined here. */
export function folderOf(folder: string | DataFolder | undefined): DataFolder | undefined {
  return typeof folder === 'string' ? confine(folder) : folder;
}

/** The text of a file, without a byte order mark. */
export async function readText(folder: DataFolder, path: string, maxBytes: number): Promise<string> {
  const { bytes } = await folder.read(path, { maxBytes });
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new ToolFailure(`${path} is not text in UTF-8.`);
  }
}
