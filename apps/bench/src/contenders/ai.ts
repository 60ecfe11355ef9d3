import { importPeer } from '../peers/install-peer.ts';
import { apiKey, type Contender, type Library, type Wire } from './contender.ts';

interface Ai {
  readonly generateText: (options: object) => Promise<{ readonly text: string }>;
  readonly streamText: (options: object) => {
    readonly textStream: AsyncIterable<string>;
    readonly text: PromiseLike<string>;
  };
  readonly tool: (options: object) => object;
  readonly stepCountIs: (count: number) => unknown;
}

type MakeModel = (baseURL: string, model: string) => unknown;

/** Vercel's AI SDK. */
export const ai: Contender = {
  name: 'ai',
  label: '`ai` (AI SDK)',
  wires: ['chat', 'messages'],
  peer: 'ai',
  load: async (wire) => libraryOf(await importPeer<Ai>('ai', 'ai'), await loadModel(wire)),
  product: {
    program: `import { generateText, streamText, tool, stepCountIs } from 'ai';
import { createOpenAI } from '@ai-sdk/openai';
globalThis.program = [generateText, streamText, tool, stepCountIs, createOpenAI];`,
    typedTool: {
      imports: "import { tool } from 'ai';",
      write: (name, schema, body) =>
        `tool({ description: ${name}, inputSchema: ${schema}, execute: ${body} })`,
    },
  },
};

async function loadModel(wire: Wire): Promise<MakeModel> {
  if (wire === 'chat') {
    const { createOpenAI } = await importPeer<{
      readonly createOpenAI: (options: object) => { chat(model: string): unknown };
    }>('ai', '@ai-sdk/openai');
    return (baseURL, model) => createOpenAI({ baseURL, apiKey }).chat(model);
  }
  const { createAnthropic } = await importPeer<{
    readonly createAnthropic: (options: object) => (model: string) => unknown;
  }>('ai', '@ai-sdk/anthropic');
  return (baseURL, model) => createAnthropic({ baseURL, apiKey })(model);
}

function libraryOf({ generateText, streamText, tool, stepCountIs }: Ai, makeModel: MakeModel): Library {
  return {
    agent: ({ baseURL, model, instructions, tools, maxSteps }) => {
      const options = {
        model: makeModel(baseURL, model),
        system: instructions,
        tools: Object.fromEntries(
          tools.map(({ name, description, schema, execute }) => [
            name,
            tool({ description, inputSchema: schema, execute }),
          ]),
        ),
        stopWhen: stepCountIs(maxSteps),
        maxRetries: 0,
      };
      return (chat) => {
        const messages = chat.map(({ role, text }) => ({ role, content: text }));
        return {
          run: async () => (await generateText({ ...options, messages })).text,
          stream: async (onText) => {
            const { textStream, text } = streamText({
              ...options,
              messages,
              onError: ({ error }: { readonly error: unknown }) => {
                throw error;
              },
            });
            for await (const piece of textStream) onText(piece);
            return text;
          },
        };
      };
    },
  };
}
