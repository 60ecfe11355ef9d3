import { type Effects, ToolFailure } from '@pegboard/core';
import { type FileOptions, type FileSpace, fileSpace, readsFiles } from '../files/file-options.ts';

/** Where data tools find files; without it they take only text that the model passes. */
export interface DataOptions {
  /** The folder that may be read, as for the tools of files. Default: none. */
  readonly files?: FileOptions | FileSpace;
}

export function spaceOf({ files }: DataOptions): FileSpace | undefined {
  return files && fileSpace(files);
}

/** What a tool that only reads says of itself. */
export function dataEffects(space: FileSpace | undefined): Effects {
  return space ? readsFiles : { idempotent: true };
}

/** The text of a file, without a byte order mark. */
export async function readText({ folder, maxFileBytes }: FileSpace, path: string): Promise<string> {
  const { bytes } = await folder.read(path, { maxBytes: maxFileBytes });
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new ToolFailure(`${path} is not text in UTF-8.`);
  }
}
