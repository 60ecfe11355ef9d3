import type { ModelRequest, ModelWarning } from '@pegboard/core/provider';
import { outputSchema } from './dialect.ts';
import { dropped } from './warn.ts';

export interface RenderedOutput {
  /** JSON of `format`; undefined: it is left out. */
  readonly format?: string;
  readonly instructions: readonly string[];
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
  if (!output) return { instructions: [] };
  const format = JSON.stringify(outputSchema(output.schema));
  const about = output.description === undefined ? '' : ` It is: ${output.description}`;
  const shape = `nothing but JSON of this schema:\n${format}`;
  if (!hasTools) return { format, instructions: [`Answer with ${shape}${about && `\n${about.trim()}`}`] };
  warnings.push(
    dropped('output', 'a model that is held to a schema calls no tools, so it is asked in words'),
  );
  const words = `When you need no more tools, answer with ${shape}${about && `\n${about.trim()}`}`;
  return { instructions: [words] };
}
