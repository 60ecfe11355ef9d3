import type { Message, OutputSpec, SystemMessage } from '@pegboard/core/provider';

const hints = new WeakMap<OutputSpec, SystemMessage>();

/** Tells the schema of the answer in words, first of all, for hosts that only know that it is JSON. */
export function withSchemaHint(messages: readonly Message[], output: OutputSpec): readonly Message[] {
  let hint = hints.get(output);
  if (!hint) {
    const text = `Answer with one JSON value that fits this JSON Schema, and nothing else:\n${JSON.stringify(output.schema)}`;
    hint = { id: 'output-schema', role: 'system', content: [{ type: 'text', text }] };
    hints.set(output, hint);
  }
  return [hint, ...messages];
}
