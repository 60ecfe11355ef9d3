import { compileForDialect, type ModelWarning, type OutputSpec } from '@pegboard/core/provider';
import { outputDialect } from './dialect.ts';
import { settingDropped } from './warn.ts';
import type { WireOutputConfig } from './wire.ts';

export interface Output {
  readonly format?: NonNullable<WireOutputConfig['format']>;
  /** The schema in words, where the API cannot take it as it is. */
  readonly words?: string;
}

/** `output_config.format`; a schema that the API would refuse is asked for in the instructions. */
export function renderOutput(output: OutputSpec | undefined, warnings: ModelWarning[]): Output {
  if (output === undefined) return {};
  const { status, schema, notes } = compileForDialect(output.schema, outputDialect);
  if (status !== 'impossible') return { format: { type: 'json_schema', schema } };
  const why = notes[0] ? `${notes[0].place} ${notes[0].what}` : 'the API does not take its schema';
  warnings.push(settingDropped('output', `${why}; the schema was put into the instructions`));
  const text = JSON.stringify(output.schema);
  return {
    words: `Answer with JSON only, without any other text. It must be valid for this JSON Schema:\n${text}`,
  };
}
