import { importPeer } from '../peers/install-peer.ts';
import { apiKey, type Contender, type Library } from './contender.ts';

interface Mastra {
  readonly Agent: new (options: object) => {
    generate(messages: readonly object[], options: object): Promise<{ readonly text: string }>;
    stream(messages: readonly object[], options: object): Promise<Output>;
  };
  readonly createTool: (options: object) => object;
}

interface Output {
  readonly textStream: ReadableStream<string>;
  readonly text: Promise<string>;
}

interface Models {
  readonly createOpenAI: (options: object) => { chat(model: string): object };
}

/** Mastra's agent with a model of the AI SDK's OpenAI provider. */
export const mastra: Contender = {
  name: 'mastra',
  label: '`@mastra/core`',
  wires: ['chat'],
  peer: 'mastra',
  load: async () => {
    const { Agent } = await importPeer<Pick<Mastra, 'Agent'>>('mastra', '@mastra/core/agent');
    const { createTool } = await importPeer<Pick<Mastra, 'createTool'>>('mastra', '@mastra/core/tools');
    return libraryOf({ Agent, createTool }, await importPeer<Models>('mastra', '@ai-sdk/openai'));
  },
  product: {
    program: `import { Agent } from '@mastra/core/agent';
import { createTool } from '@mastra/core/tools';
import { createOpenAI } from '@ai-sdk/openai';
globalThis.program = [Agent, createTool, createOpenAI];`,
    typedTool: {
      imports: "import { createTool } from '@mastra/core/tools';",
      write: (name, schema, body) =>
        `createTool({ id: ${name}, description: 'x', inputSchema: ${schema}, execute: ${body} })`,
    },
  },
};

function libraryOf({ Agent, createTool }: Mastra, { createOpenAI }: Models): Library {
  return {
    agent: ({ baseURL, model, instructions, tools, maxSteps }) => {
      const agent = new Agent({
        id: 'bench',
        name: 'bench',
        instructions,
        model: createOpenAI({ baseURL, apiKey }).chat(model),
        tools: Object.fromEntries(
          tools.map(({ name, description, schema, execute }) => [
            name,
            createTool({ id: name, description, inputSchema: schema, execute }),
          ]),
        ),
      });
      const options = { maxSteps, modelSettings: { maxRetries: 0 } };
      return (chat) => {
        const messages = chat.map(({ role, text }) => ({ role, content: text }));
        return {
          run: async () => (await agent.generate(messages, options)).text,
          stream: async (onText) => {
            const output = await agent.stream(messages, options);
            for await (const text of output.textStream) onText(text);
            return output.text;
          },
        };
      };
    },
  };
}
