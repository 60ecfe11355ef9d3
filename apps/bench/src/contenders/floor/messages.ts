import { apiKey } from '../contender.ts';
import type { FloorAnswer, FloorCall, FloorWire } from './loop.ts';

interface ClaudeMessage {
  readonly role: string;
  readonly content: string | readonly ClaudeBlock[];
}

interface ClaudeBlock {
  readonly type: string;
  text?: string;
  readonly id?: string;
  readonly name?: string;
  input?: unknown;
  readonly tool_use_id?: string;
  readonly content?: string;
}

interface ClaudeEvent {
  readonly type: string;
  readonly index: number;
  readonly content_block: ClaudeBlock;
  readonly delta: { readonly text?: string; readonly partial_json?: string };
}

/** Anthropic Messages by hand. */
export const messagesFloor: FloorWire<ClaudeMessage> = {
  path: '/messages',
  headers: { 'x-api-key': apiKey, 'anthropic-version': '2023-06-01' },
  message: ({ role, text }) => ({ role, content: text }),
  body: ({ model, instructions, tools }, messages, stream) => ({
    model,
    max_tokens: 4096,
    system: instructions,
    messages,
    ...(tools.length > 0 && {
      tools: tools.map(({ name, description, parameters }) => ({
        name,
        description,
        input_schema: parameters,
      })),
    }),
    ...(stream && { stream: true }),
  }),
  readJson: (text) => answerOf((JSON.parse(text) as { readonly content: readonly ClaudeBlock[] }).content),
  readStream: (onText) => {
    const blocks: ClaudeBlock[] = [];
    const inputs: string[] = [];
    return {
      event: (json) => {
        const { type, index, content_block: begun, delta } = JSON.parse(json) as ClaudeEvent;
        if (type === 'content_block_start') {
          blocks[index] = begun;
          inputs[index] = '';
        }
        if (type !== 'content_block_delta') return;
        if (delta.partial_json !== undefined) inputs[index] += delta.partial_json;
        const block = blocks[index];
        if (delta.text === undefined || !block) return;
        block.text += delta.text;
        onText(delta.text);
      },
      end: () => {
        for (const [index, block] of blocks.entries())
          if (block.type === 'tool_use') block.input = JSON.parse(inputs[index] || '{}');
        return answerOf(blocks);
      },
    };
  },
  results: (results) => [
    {
      role: 'user',
      content: results.map(({ id, text }) => ({ type: 'tool_result', tool_use_id: id, content: text })),
    },
  ],
};

function answerOf(content: readonly ClaudeBlock[]): FloorAnswer<ClaudeMessage> {
  const calls = content.flatMap(({ type, id = '', name = '', input }) =>
    type === 'tool_use' ? [{ id, name, input: input as FloorCall['input'] }] : [],
  );
  const text = content.map((block) => block.text ?? '').join('');
  return { message: { role: 'assistant', content }, text, calls };
}
