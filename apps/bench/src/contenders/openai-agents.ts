import { importPeer } from '../peers/install-peer.ts';
import { apiKey, type BenchTool, type Contender, type Library } from './contender.ts';

interface Sdk {
  readonly Agent: new (options: object) => object;
  readonly Runner: new (options: object) => {
    run(agent: object, input: readonly object[], options: object): Promise<RunResult>;
  };
  readonly OpenAIChatCompletionsModel: new (client: object, model: string) => object;
  readonly tool: (options: object) => object;
}

interface RunResult {
  readonly finalOutput?: string;
  readonly completed: Promise<void>;
  readonly toTextStream: () => AsyncIterable<string>;
}

type Client = new (options: object) => object;

/** OpenAI's Agents SDK, over its Chat Completions model; tracing is off. */
export const openaiAgents: Contender = {
  name: 'openai-agents',
  label: '`@openai/agents`',
  wires: ['chat'],
  peer: 'openai-agents',
  load: async () => {
    const sdk = await importPeer<Sdk>('openai-agents', '@openai/agents');
    const { default: client } = await importPeer<{ readonly default: Client }>('openai-agents', 'openai');
    return libraryOf(sdk, client);
  },
  product: {
    program: `import { Agent, Runner, OpenAIChatCompletionsModel, tool } from '@openai/agents';
globalThis.program = [Agent, Runner, OpenAIChatCompletionsModel, tool];`,
    typedTool: {
      imports: "import { tool } from '@openai/agents';",
      write: (name, schema, body) =>
        `tool({ name: ${name}, description: 'x', parameters: ${schema}, execute: ${body} })`,
    },
  },
};

function libraryOf(sdk: Sdk, Client: Client): Library {
  return {
    agent: ({ baseURL, model, instructions, tools, maxSteps }) => {
      const agent = new sdk.Agent({
        name: 'bench',
        instructions,
        model: new sdk.OpenAIChatCompletionsModel(new Client({ baseURL, apiKey }), model),
        tools: tools.map((tool) => toolOf(sdk, tool)),
      });
      const runner = new sdk.Runner({ tracingDisabled: true });
      return (chat) => {
        const input = chat.map(({ role, text }) =>
          role === 'user'
            ? { role, content: text }
            : { role, status: 'completed', content: [{ type: 'output_text', text }] },
        );
        return {
          run: async () => (await runner.run(agent, input, { maxTurns: maxSteps })).finalOutput ?? '',
          stream: async (onText) => {
            const result = await runner.run(agent, input, { maxTurns: maxSteps, stream: true });
            for await (const text of result.toTextStream()) onText(text);
            await result.completed;
            return result.finalOutput ?? '';
          },
        };
      };
    },
  };
}

/** Schemas of zod must be strict here, without optional fields; others go in as JSON Schema. */
function toolOf({ tool }: Sdk, { name, description, schema, parameters, execute }: BenchTool): object {
  const strict = Object.values(schema.shape).every((field) => !field.safeParse(undefined).success);
  return strict
    ? tool({ name, description, parameters: schema, execute })
    : tool({
        name,
        description,
        parameters: { ...parameters, additionalProperties: true },
        strict: false,
        execute,
      });
}
