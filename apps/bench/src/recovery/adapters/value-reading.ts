import type { Reading } from '../adapter.ts';
import { checkInput } from '../check-input.ts';
import type { BenchTool, CorpusCase } from '../corpus.ts';

/**
 * How a user runs a bare JSON parser on the arguments of a call: parse, check against the schema, execute.
 * A parser that throws, and a value that the schema refuses, count as reported errors.
 */
export function readingOfValue(
  entry: CorpusCase,
  tools: readonly BenchTool[],
  parse: (text: string) => unknown,
): Reading {
  const tool = tools.find(({ name }) => name === entry.tool);
  if (!tool) throw new TypeError(`${entry.id} names no tool of its set.`);
  let value: unknown;
  try {
    value = parse(entry.input);
  } catch {
    return { calls: [], refused: true };
  }
  if (checkInput(tool, value) !== undefined) return { calls: [], refused: true };
  // The schema check admits objects only.
  return { calls: [{ name: tool.name, input: value as Record<string, unknown> }], refused: false };
}
