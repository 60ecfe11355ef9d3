import { defineTool, type Tool } from '@pegboard/core';
import { checkOptionKinds } from '@pegboard/core/tools';
import * as z from 'zod';
import { runTask } from '../tasks/run-task.ts';

export interface RegexSearchOptions {
  /** Milliseconds for one search. Default 10,000. */
  readonly timeoutMs?: number;
}

const input = () =>
  z
    .object({
      pattern: z
        .string()
        .min(1)
        .max(1_000)
        .describe('In the syntax of RE2: no look-around, no back-references.'),
      text: z.string().max(1_000_000).describe('The text to search in.'),
      ignore_case: z.boolean().default(false).describe('Capital and small letters are the same.'),
      multiline: z.boolean().default(true).describe('^ and $ stand for the ends of each line.'),
      max_matches: z.int().min(1).max(1_000).default(100).describe('How many matches at most.'),
    })
    .meta({ examples: [{ pattern: '(?P<key>\\w+)=(\\d+)', text: 'a=1\nb=22' }] });

const output = () =>
  z.object({
    matches: z.array(
      z.object({
        match: z.string(),
        line: z.int(),
        column: z.int(),
        groups: z.array(z.string().nullable()).optional(),
        named: z.record(z.string(), z.string().nullable()).optional(),
      }),
    ),
    truncated: z.boolean().describe('There are more matches than were asked for.'),
  });

/** `regex_search`: all places where a pattern matches a text, by an engine whose time grows with the text and nothing else. */
export function regexSearch(
  options: RegexSearchOptions = {},
): Tool<z.input<ReturnType<typeof input>>, z.infer<ReturnType<typeof output>>> {
  checkOptionKinds('regex_search', options, { timeoutMs: 'count' });
  const { timeoutMs = 10_000 } = options;
  return defineTool({
    name: 'regex_search',
    description:
      'Finds all places in a text that a regular expression matches, with line, column and groups. Use it to pull numbers, dates, addresses or log entries out of text that you have, or to count occurrences exactly. The syntax is that of RE2 (as in Go): classes, groups, named groups (?P<name>…), lazy quantifiers and Unicode classes such as \\p{L} work, look-around and back-references do not. Escape a backslash for JSON.',
    input: input(),
    output: output(),
    effects: { idempotent: true },
    timeoutMs: timeoutMs + 10_000,
    maxResultChars: 20_000,
    execute: ({ ignore_case, max_matches, ...rest }, { signal }) =>
      runTask(
        'find_matches',
        { ...rest, ignoreCase: ignore_case, maxMatches: max_matches },
        { signal, timeoutMs },
      ),
  });
}
