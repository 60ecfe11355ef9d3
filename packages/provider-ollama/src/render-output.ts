import type { ModelRequest, ModelWarning } from '@pegboard/core/provider';
import { outputSchema } from './dialect.ts';
import { dropped } from './warn.ts';

export interface RenderedOutput {
  /** JSON of `format`; undefined: it is left out. */
  readonly format?: string;
  /** For the instructions: it is the same in every turn, so that the server's prompt cache holds. */
  readonly words: string;
}

/**
 * The schema of the answer. The server holds the model to it and shows it nothing of it, so it is told in words besides. A model that is
 * held to a schema cannot call tools (github.com/ollama/ollama/issues/11037): beside tools there are only the words.
 */
export function renderOutput(
  { output }: ModelRequest,
  hasTools: boolean,
  warnings: ModelWarning[],
): RenderedOutput {
  if (!output) return { words: '' };
  const { description, schema } = output;
  const format = JSON.stringify(outputSchema(schema));
  const about = description === undefined ? '' : `\nIt is: ${description}`;
  const shape = `nothing but JSON of this schema:\n${format}${about}`;
  if (!hasTools) return { format, words: `Answer with ${shape}` };
  warnings.push(
    dropped('output', 'a model that is held to a schema calls no tools, so it is asked in words'),
  );
  return { words: `When you need no more tools, answer with ${shape}` };
}
