import { importPeer } from '../peers/install-peer.ts';
import { apiKey, type Contender, type Library } from './contender.ts';

interface Genkit {
  readonly genkit: (options: object) => {
    defineTool(options: object, execute: unknown): object;
    generate(options: object): Promise<Response>;
    generateStream(options: object): {
      readonly stream: AsyncIterable<Response>;
      readonly response: Promise<Response>;
    };
  };
}

interface Response {
  readonly text: string;
}

interface Plugin {
  readonly openAICompatible: (options: object) => object;
}

/** Genkit with its plugin for hosts that speak OpenAI's format. */
export const genkit: Contender = {
  name: 'genkit',
  label: '`genkit`',
  wires: ['chat'],
  peer: 'genkit',
  load: async () => {
    const library = await importPeer<Genkit>('genkit', 'genkit');
    return libraryOf(library, await importPeer<Plugin>('genkit', '@genkit-ai/compat-oai'));
  },
  product: {
    program: `import { genkit } from 'genkit';
import { openAICompatible } from '@genkit-ai/compat-oai';
globalThis.program = [genkit, openAICompatible];`,
  },
};

function libraryOf({ genkit: create }: Genkit, { openAICompatible }: Plugin): Library {
  return {
    agent: ({ baseURL, model, instructions, tools, maxSteps }) => {
      const ai = create({ plugins: [openAICompatible({ name: 'bench', apiKey, baseURL, maxRetries: 0 })] });
      const options = {
        model: `bench/${model}`,
        system: instructions,
        // Its schemas are of another major version of zod.
        tools: tools.map(({ name, description, parameters, execute }) =>
          ai.defineTool({ name, description, inputJsonSchema: parameters }, execute),
        ),
        maxTurns: maxSteps,
      };
      return (chat) => {
        const messages = chat.map(({ role, text }) => ({
          role: role === 'user' ? 'user' : 'model',
          content: [{ text }],
        }));
        return {
          run: async () => (await ai.generate({ ...options, messages })).text,
          stream: async (onText) => {
            const { stream, response } = ai.generateStream({ ...options, messages });
            for await (const { text } of stream) if (text !== '') onText(text);
            return (await response).text;
          },
        };
      };
    },
  };
}
