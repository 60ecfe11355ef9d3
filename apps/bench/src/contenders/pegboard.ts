import type { Provider } from '@pegboard/core';
import { apiKey, type Contender, type Library, type Wire } from './contender.ts';

/** Ours, as its users get it: `run`, and the text of `stream`. */
export const pegboard: Contender = {
  name: 'pegboard',
  label: '**Pegboard**',
  wires: ['chat', 'messages'],
  load: (wire) => load(wire, {}, 'iterate'),
  product: {
    program: `import { Agent, defineTool } from '@pegboard/core';
import { openai } from '@pegboard/provider-openai';
globalThis.program = [Agent, defineTool, openai];`,
    packed: ['@pegboard/core', '@pegboard/provider-openai'],
    typedTool: {
      imports: "import { defineTool } from '@pegboard/core';",
      write: (name, schema, body) =>
        `defineTool({ name: ${name}, description: 'x', input: ${schema}, execute: ${body} })`,
    },
  },
};

/** Ours on fetch, as in workers and browsers. */
export const pegboardOnFetch: Contender = {
  name: 'pegboard-fetch',
  label: '**Pegboard**, fetch',
  wires: ['chat', 'messages'],
  load: (wire) => load(wire, { fetch }, 'iterate'),
};

/** Ours with `run(input, { onText })` in place of `stream`. */
export const pegboardOnText: Contender = {
  name: 'pegboard-ontext',
  label: '**Pegboard**, `onText`',
  wires: ['chat', 'messages'],
  streamsOnly: true,
  load: (wire) => load(wire, {}, 'listen'),
};

type MakeProvider = (baseURL: string) => Provider;

async function load(
  wire: Wire,
  http: { readonly fetch?: typeof fetch },
  manner: 'iterate' | 'listen',
): Promise<Library> {
  const { Agent, defineTool } = await import('@pegboard/core');
  const provider = await loadProvider(wire, http);
  return {
    agent: ({ baseURL, model, instructions, tools, maxSteps }) => {
      const agent = new Agent({
        provider: provider(baseURL),
        model,
        instructions,
        tools: tools.map(({ name, description, schema, execute }) =>
          // The schema's type is erased in the list; every tool of the bench has this input.
          defineTool({
            name,
            description,
            input: schema,
            execute: execute as (input: object) => Promise<string>,
          }),
        ),
        limits: { turns: maxSteps },
      });
      return (chat) => {
        const input = chat.map(({ role, text }, index) => ({
          id: `message_${index}`,
          role,
          content: [{ type: 'text' as const, text }],
        }));
        return {
          run: async () => (await agent.run(input)).text,
          stream: async (onText) => {
            if (manner === 'listen') return (await agent.run(input, { onText })).text;
            const stream = agent.stream(input);
            for await (const text of stream.text) onText(text);
            return (await stream.result).text;
          },
        };
      };
    },
  };
}

async function loadProvider(wire: Wire, http: { readonly fetch?: typeof fetch }): Promise<MakeProvider> {
  if (wire === 'chat') {
    const { openai } = await import('@pegboard/provider-openai');
    return (baseURL) => openai({ api: 'chat', baseURL, apiKey, ...http });
  }
  const { anthropic } = await import('@pegboard/provider-anthropic');
  return (baseURL) => anthropic({ baseURL, apiKey, ...http });
}
