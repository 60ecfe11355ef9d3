import { importPeer } from '../peers/install-peer.ts';
import { apiKey, type Contender, type Library } from './contender.ts';

interface Sdk {
  readonly default: new (options: object) => {
    readonly messages: {
      create(body: object): Promise<Answer>;
      stream(body: object): Stream;
    };
  };
}

interface Stream {
  on(event: 'text', listener: (text: string) => void): Stream;
  finalMessage(): Promise<Answer>;
}

interface Answer {
  readonly content: readonly Block[];
}

type Block =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'tool_use'; readonly id: string; readonly name: string; readonly input: never };

interface Message {
  readonly role: string;
  readonly content: string | readonly object[];
}

/** A loop by hand over the vendor's own client, and its helper for streams. */
export const anthropicSdk: Contender = {
  name: 'anthropic-sdk',
  label: '`@anthropic-ai/sdk`, loop by hand',
  wires: ['messages'],
  peer: 'anthropic-sdk',
  load: async () => libraryOf(await importPeer<Sdk>('anthropic-sdk', '@anthropic-ai/sdk')),
  product: {
    program: `import Anthropic from '@anthropic-ai/sdk';\nglobalThis.program = [Anthropic];`,
  },
};

function libraryOf({ default: Anthropic }: Sdk): Library {
  return {
    agent: ({ baseURL, model, instructions, tools }) => {
      // The client puts `/v1` in front of its paths itself.
      const { messages: api } = new Anthropic({ baseURL: baseURL.replace(/\/v1$/, ''), apiKey });
      const execute = new Map(tools.map((tool) => [tool.name, tool.execute]));
      const offered = tools.map(({ name, description, parameters }) => ({
        name,
        description,
        input_schema: parameters,
      }));
      const request = {
        model,
        max_tokens: 4096,
        system: instructions,
        ...(tools.length > 0 && { tools: offered }),
      };
      const start = async (history: readonly Message[], onText?: (text: string) => void): Promise<string> => {
        const messages = [...history];
        for (;;) {
          const { content } = onText
            ? await api
                .stream({ ...request, messages })
                .on('text', onText)
                .finalMessage()
            : await api.create({ ...request, messages });
          const calls = content.filter((block) => block.type === 'tool_use');
          if (calls.length === 0)
            return content.map((block) => (block.type === 'text' ? block.text : '')).join('');
          const results = calls.map(async ({ id, name, input }) => ({
            type: 'tool_result',
            tool_use_id: id,
            content: (await execute.get(name)?.(input)) ?? '',
          }));
          messages.push(
            { role: 'assistant', content },
            { role: 'user', content: await Promise.all(results) },
          );
        }
      };
      return (chat) => {
        const history = chat.map(({ role, text }) => ({ role, content: text }));
        return { run: () => start(history), stream: (onText) => start(history, onText) };
      };
    },
  };
}
