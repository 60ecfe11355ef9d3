import { apiKey } from '../contender.ts';
import type { FloorAnswer, FloorWire } from './loop.ts';

interface ChatWireMessage {
  readonly role: string;
  readonly content?: string | null;
  readonly tool_calls?: readonly ChatWireCall[];
  readonly tool_call_id?: string;
}

interface ChatWireCall {
  readonly id: string;
  readonly type: 'function';
  readonly function: { readonly name: string; arguments: string };
}

interface ChatChunk {
  readonly choices: readonly [
    { readonly delta: { readonly content?: string | null; readonly tool_calls?: readonly ChatDelta[] } },
  ];
}

interface ChatDelta {
  readonly index: number;
  readonly id?: string;
  readonly function: { readonly name?: string; readonly arguments: string };
}

/** Chat Completions by hand. */
export const chatFloor: FloorWire<ChatWireMessage> = {
  path: '/chat/completions',
  headers: { authorization: `Bearer ${apiKey}` },
  message: ({ role, text }) => ({ role, content: text }),
  body: ({ model, instructions, tools }, messages, stream) => ({
    model,
    messages: [{ role: 'system', content: instructions }, ...messages],
    ...(tools.length > 0 && {
      tools: tools.map(({ name, description, parameters }) => ({
        type: 'function',
        function: { name, description, parameters },
      })),
    }),
    ...(stream && { stream: true, stream_options: { include_usage: true } }),
  }),
  readJson: (text) => {
    const { choices } = JSON.parse(text) as {
      readonly choices: readonly [{ readonly message: ChatWireMessage }];
    };
    return answerOf(choices[0].message);
  },
  readStream: (onText) => {
    let content = '';
    const calls: ChatWireCall[] = [];
    return {
      event: (json) => {
        if (json === '[DONE]') return;
        const delta = (JSON.parse(json) as ChatChunk).choices[0]?.delta;
        if (delta?.content) {
          content += delta.content;
          onText(delta.content);
        }
        for (const { index, id = '', function: part } of delta?.tool_calls ?? []) {
          const call = (calls[index] ??= {
            id,
            type: 'function',
            function: { name: part.name ?? '', arguments: '' },
          });
          call.function.arguments += part.arguments;
        }
      },
      end: () => answerOf({ role: 'assistant', content, ...(calls.length > 0 && { tool_calls: calls }) }),
    };
  },
  results: (results) => results.map(({ id, text }) => ({ role: 'tool', tool_call_id: id, content: text })),
};

function answerOf(message: ChatWireMessage): FloorAnswer<ChatWireMessage> {
  const calls = (message.tool_calls ?? []).map(({ id, function: { name, arguments: text } }) => ({
    id,
    name,
    input: JSON.parse(text) as FloorAnswer<never>['calls'][number]['input'],
  }));
  return { message, text: message.content ?? '', calls };
}
