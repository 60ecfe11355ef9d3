import type { Message, ModelRequest, Usage } from '@pegboard/core/provider';
import type { Reply } from './reply.ts';

const charactersPerToken = 4;

/** About how many tokens a text is: a quarter of its characters. */
export function estimateTokens(text: string): number {
  return Math.ceil(text.length / charactersPerToken);
}

/** About how many tokens a request is, with its messages and tools; media are not counted. */
export function estimateInput({ messages, tools }: ModelRequest): number {
  const told = tools.map(
    ({ name, description, inputSchema }) => name + description + JSON.stringify(inputSchema),
  );
  return estimateTokens(messages.map(textOf).join('') + told.join(''));
}

/** Estimated usage, which `raw` says. */
export function estimateUsage(request: ModelRequest, reply: Reply): Usage {
  const inputTokens = estimateInput(request);
  const outputTokens = estimateTokens(
    reply.text + reply.calls.map((call) => call.name + JSON.stringify(call.input)).join(''),
  );
  return { inputTokens, outputTokens, totalTokens: inputTokens + outputTokens, raw: { estimated: true } };
}

function textOf(message: Message): string {
  return message.content
    .map((part) => {
      switch (part.type) {
        case 'text':
        case 'reasoning':
          return part.text;
        case 'json':
          return JSON.stringify(part.value);
        case 'tool-call':
          return part.name + JSON.stringify(part.input);
        case 'tool-result':
          return JSON.stringify(part.content.filter((inner) => inner.type !== 'media'));
        default:
          return '';
      }
    })
    .join('');
}
