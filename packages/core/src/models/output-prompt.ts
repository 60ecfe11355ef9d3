import type { Message, TextPart } from '../contracts/message.ts';
import type { OutputSpec } from '../contracts/provider.ts';

/** The conversation with the output's schema at the end of the instructions. */
export function outputPrompt(messages: readonly Message[], { schema }: OutputSpec): readonly Message[] {
  const text = `Write your final answer as one JSON object that fits this JSON Schema, with nothing before or after it:\n${JSON.stringify(schema)}`;
  const part: TextPart = { type: 'text', text };
  const [first, ...rest] = messages;
  if (first?.role !== 'system') return [{ id: 'output', role: 'system', content: [part] }, ...messages];
  const glue: TextPart = { type: 'text', text: `\n\n${text}` };
  return [{ ...first, content: [...first.content, glue] }, ...rest];
}
