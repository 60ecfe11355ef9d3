import { ToolFailure } from '@pegboard/core';
import * as z from 'zod';
import type { FileSpace } from '../files/file-options.ts';
import { readText } from './folder.ts';

/** Where the data of one call is. */
export interface DataSource {
  readonly path?: string | undefined;
  readonly text?: string | undefined;
}

interface SourceShape {
  readonly [name: string]: z.ZodType<string | undefined>;
}

/** The parameters that say where the data is: a file only where there is a folder. */
export function sourceInput(kind: string, space: FileSpace | undefined): SourceShape {
  const text = z.string().max(1_000_000);
  if (!space) return { text: text.describe(`The ${kind}.`) };
  return {
    path: z
      .string()
      .min(1)
      .max(4_096)
      .optional()
      .describe(`Path of the ${kind} file, relative to the workspace.`),
    text: text.optional().describe(`The ${kind} itself, in place of a path.`),
  };
}

export async function readSource(
  kind: string,
  { path, text }: DataSource,
  space: FileSpace | undefined,
): Promise<string> {
  if (path !== undefined && text !== undefined)
    throw new ToolFailure('Give either "path" or "text", not both.');
  if (text !== undefined) return text;
  if (path === undefined || !space)
    throw new ToolFailure(`There is no ${kind}: give ${space ? '"path" or "text"' : '"text"'}.`);
  return readText(space, path);
}
