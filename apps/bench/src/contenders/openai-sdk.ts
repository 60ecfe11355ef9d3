import { importPeer } from '../peers/install-peer.ts';
import { apiKey, type Contender, type Library } from './contender.ts';

interface Sdk {
  readonly default: new (options: object) => {
    readonly chat: { readonly completions: { create(body: object): Promise<unknown> } };
  };
}

interface Call {
  readonly id: string;
  readonly type: 'function';
  readonly function: { readonly name: string; arguments: string };
}

interface Message {
  readonly role: string;
  readonly content?: string | null;
  readonly tool_calls?: readonly Call[];
  readonly tool_call_id?: string;
}

interface Completion {
  readonly choices: readonly [{ readonly message: Message }];
}

interface Chunk {
  readonly choices: readonly {
    readonly delta: {
      readonly content?: string | null;
      readonly tool_calls?: readonly (Call & { index: number })[];
    };
  }[];
}

/** A loop by hand over the vendor's own client. */
export const openaiSdk: Contender = {
  name: 'openai-sdk',
  label: '`openai`, loop by hand',
  wires: ['chat'],
  peer: 'openai-sdk',
  load: async () => libraryOf(await importPeer<Sdk>('openai-sdk', 'openai')),
  product: {
    program: `import OpenAI from 'openai';\nglobalThis.program = [OpenAI];`,
  },
};

function libraryOf({ default: OpenAI }: Sdk): Library {
  return {
    agent: ({ baseURL, model, instructions, tools }) => {
      const { completions } = new OpenAI({ baseURL, apiKey }).chat;
      const execute = new Map(tools.map((tool) => [tool.name, tool.execute]));
      const offered = tools.map(({ name, description, parameters }) => ({
        type: 'function',
        function: { name, description, parameters },
      }));
      const request = { model, ...(tools.length > 0 && { tools: offered }) };
      const start = async (history: readonly Message[], onText?: (text: string) => void): Promise<string> => {
        const messages = [...history];
        for (;;) {
          const message = onText
            ? await collect(
                await completions.create({
                  ...request,
                  messages,
                  stream: true,
                  stream_options: { include_usage: true },
                }),
                onText,
              )
            : ((await completions.create({ ...request, messages })) as Completion).choices[0].message;
          if (!message.tool_calls?.length) return message.content ?? '';
          const results = message.tool_calls.map(async ({ id, function: { name, arguments: text } }) => ({
            role: 'tool',
            tool_call_id: id,
            content: (await execute.get(name)?.(JSON.parse(text))) ?? '',
          }));
          messages.push(message, ...(await Promise.all(results)));
        }
      };
      return (chat) => {
        const history = [
          { role: 'system', content: instructions },
          ...chat.map(({ role, text }) => ({ role, content: text })),
        ];
        return { run: () => start(history), stream: (onText) => start(history, onText) };
      };
    },
  };
}

async function collect(stream: unknown, onText: (text: string) => void): Promise<Message> {
  let content = '';
  const calls: Call[] = [];
  for await (const { choices } of stream as AsyncIterable<Chunk>) {
    const delta = choices[0]?.delta;
    if (delta?.content) {
      content += delta.content;
      onText(delta.content);
    }
    for (const { index, ...part } of delta?.tool_calls ?? []) {
      const call = calls[index];
      if (call) call.function.arguments += part.function.arguments;
      else calls[index] = { ...part, function: { ...part.function } };
    }
  }
  return { role: 'assistant', content, ...(calls.length > 0 && { tool_calls: calls }) };
}
