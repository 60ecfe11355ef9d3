import { defineTool, type Tool } from '@pegboard/core';
import { checkOptionKinds } from '@pegboard/core/tools';
import * as z from 'zod';
import { runTask } from '../tasks/run-task.ts';

export interface DiffTextOptions {
  /** Milliseconds for one comparison. Default 10,000. */
  readonly timeoutMs?: number;
}

const input = () =>
  z
    .object({
      before: z.string().max(1_000_000).describe('The text as it was.'),
      after: z.string().max(1_000_000).describe('The text as it is now.'),
      context: z.int().min(0).max(20).default(3).describe('Unchanged lines around each change.'),
      ignore_whitespace: z
        .boolean()
        .default(false)
        .describe('Lines that differ only in blanks at their ends are equal.'),
    })
    .meta({ examples: [{ before: 'one\ntwo\n', after: 'one\n2\n' }] });

const output = () =>
  z.object({
    equal: z.boolean(),
    added: z.int().describe('Lines that are only in "after".'),
    removed: z.int().describe('Lines that are only in "before".'),
    diff: z.string().describe('In the unified format.'),
  });

/** `diff_text`: what changed between two texts, line by line. */
export function diffText(
  options: DiffTextOptions = {},
): Tool<z.input<ReturnType<typeof input>>, z.infer<ReturnType<typeof output>>> {
  checkOptionKinds('diff_text', options, { timeoutMs: 'count' });
  const { timeoutMs = 10_000 } = options;
  return defineTool({
    name: 'diff_text',
    description:
      'Compares two texts line by line and shows what was added and removed, in the unified format of diff. Use it to check an edit, to see what differs between two versions of a document or of data, or to be sure that two texts are the same, which "equal" then says. It compares what you pass; read files first.',
    input: input(),
    output: output(),
    effects: { idempotent: true },
    timeoutMs: timeoutMs + 10_000,
    maxResultChars: 20_000,
    execute: ({ ignore_whitespace, ...rest }, { signal }) =>
      runTask('compare_texts', { ...rest, ignoreWhitespace: ignore_whitespace }, { signal, timeoutMs }),
  });
}
