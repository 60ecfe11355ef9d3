import type { FinishReason } from '../contracts/message.ts';
import { createToolCallReader, type ReaderOptions, type ToolCallReading } from './reader.ts';

/** Reads the tool calls out of a whole text that a model has written. */
export function readToolCalls(
  text: string,
  options: ReaderOptions & { readonly finish?: FinishReason },
): ToolCallReading {
  const reader = createToolCallReader(options);
  reader.push(text);
  return reader.end(options.finish ? { finish: options.finish } : {});
}
