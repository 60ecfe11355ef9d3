import { structuredPatch, type StructuredPatchHunk } from 'diff';
import type { Problem } from '../tasks/problem.ts';

export interface Comparison {
  readonly before: string;
  readonly after: string;
  readonly context: number;
  readonly ignoreWhitespace: boolean;
}

export interface Compared {
  readonly equal: boolean;
  readonly added: number;
  readonly removed: number;
  /** In the unified format; empty when they are equal. */
  readonly diff: string;
}

export function compareTexts({ before, after, context, ignoreWhitespace }: Comparison): Compared | Problem {
  const patch = structuredPatch('before', 'after', before, after, '', '', {
    context,
    ignoreWhitespace,
    maxEditLength: 20_000,
  });
  if (!patch) return { problem: 'The texts have too little in common to compare them line by line.' };
  const lines = patch.hunks.flatMap(({ lines: each }) => each);
  const count = (sign: string): number => lines.filter((line) => line.startsWith(sign)).length;
  return {
    equal: patch.hunks.length === 0,
    added: count('+'),
    removed: count('-'),
    diff: patch.hunks.map(written).join('\n'),
  };
}

function written({ oldStart, oldLines, newStart, newLines, lines }: StructuredPatchHunk): string {
  return [`@@ -${oldStart},${oldLines} +${newStart},${newLines} @@`, ...lines].join('\n');
}
