import { importPeer } from '../peers/install-peer.ts';
import { apiKey, type Contender, type Library } from './contender.ts';

interface Tanstack {
  /** A text without streaming, chunks otherwise. */
  readonly chat: (options: object) => unknown;
  readonly maxIterations: (count: number) => object;
  readonly toolDefinition: (options: object) => { server(execute: unknown): object };
}

interface Chunk {
  readonly type: string;
  readonly delta?: string;
}

interface Adapters {
  readonly createOpenaiChatCompletions: (model: string, apiKey: string, options: object) => object;
}

/** TanStack AI with its Chat Completions adapter. */
export const tanstack: Contender = {
  name: 'tanstack',
  label: '`@tanstack/ai`',
  wires: ['chat'],
  peer: 'tanstack',
  load: async () => {
    const library = await importPeer<Tanstack>('tanstack', '@tanstack/ai');
    return libraryOf(library, await importPeer<Adapters>('tanstack', '@tanstack/ai-openai'));
  },
  product: {
    program: `import { chat, maxIterations, toolDefinition } from '@tanstack/ai';
import { createOpenaiChatCompletions } from '@tanstack/ai-openai';
globalThis.program = [chat, maxIterations, toolDefinition, createOpenaiChatCompletions];`,
    typedTool: {
      imports: "import { toolDefinition } from '@tanstack/ai';",
      write: (name, schema, body) =>
        `toolDefinition({ name: ${name}, description: 'x', inputSchema: ${schema} }).server(${body})`,
    },
  },
};

function libraryOf({ chat, maxIterations, toolDefinition }: Tanstack, adapters: Adapters): Library {
  return {
    agent: ({ baseURL, model, instructions, tools, maxSteps }) => {
      const options = {
        adapter: adapters.createOpenaiChatCompletions(model, apiKey, { baseURL }),
        systemPrompts: [instructions],
        tools: tools.map(({ name, description, schema, execute }) =>
          toolDefinition({ name, description, inputSchema: schema }).server(execute),
        ),
        agentLoopStrategy: maxIterations(maxSteps),
      };
      return (history) => {
        const messages = history.map(({ role, text }) => ({ role, content: text }));
        return {
          run: async () => (await chat({ ...options, messages, stream: false })) as string,
          stream: async (onText) => {
            let answer = '';
            for await (const { type, delta } of chat({ ...options, messages }) as AsyncIterable<Chunk>) {
              if (type !== 'TEXT_MESSAGE_CONTENT' || !delta) continue;
              answer += delta;
              onText(delta);
            }
            return answer;
          },
        };
      };
    },
  };
}
