import { importPeer } from '../peers/install-peer.ts';
import { apiKey, type Contender, type Library } from './contender.ts';

interface Langchain {
  readonly createAgent: (options: object) => {
    invoke(input: object, options: object): Promise<{ readonly messages: readonly Message[] }>;
    stream(input: object, options: object): Promise<AsyncIterable<readonly [Message, object]>>;
  };
  readonly tool: (execute: unknown, options: object) => object;
}

interface Message {
  readonly type: string;
  readonly text: string;
}

interface OpenAIModels {
  readonly ChatOpenAI: new (options: object) => object;
}

/** LangChain's `createAgent` with its OpenAI model. */
export const langchain: Contender = {
  name: 'langchain',
  label: '`langchain`',
  wires: ['chat'],
  peer: 'langchain',
  load: async () => {
    const { createAgent, tool } = await importPeer<Langchain>('langchain', 'langchain');
    const { ChatOpenAI } = await importPeer<OpenAIModels>('langchain', '@langchain/openai');
    return libraryOf({ createAgent, tool }, ChatOpenAI);
  },
  product: {
    program: `import { createAgent, tool } from 'langchain';
import { ChatOpenAI } from '@langchain/openai';
globalThis.program = [createAgent, tool, ChatOpenAI];`,
    typedTool: {
      imports: "import { tool } from 'langchain';",
      write: (name, schema, body) => `tool(${body}, { name: ${name}, description: 'x', schema: ${schema} })`,
    },
  },
};

function libraryOf({ createAgent, tool }: Langchain, ChatOpenAI: OpenAIModels['ChatOpenAI']): Library {
  return {
    agent: ({ baseURL, model, instructions, tools, maxSteps }) => {
      const agent = createAgent({
        model: new ChatOpenAI({
          model,
          apiKey,
          configuration: { baseURL },
          maxRetries: 0,
          useResponsesApi: false,
        }),
        tools: tools.map(({ name, description, schema, execute }) =>
          tool(execute, { name, description, schema }),
        ),
        systemPrompt: instructions,
      });
      // A step is a node for the model and one for the tools.
      const options = { recursionLimit: 2 * maxSteps + 5 };
      return (chat) => {
        const input = { messages: chat.map(({ role, text }) => ({ role, content: text })) };
        return {
          run: async () => (await agent.invoke(input, options)).messages.at(-1)?.text ?? '',
          stream: async (onText) => {
            let answer = '';
            for await (const [message] of await agent.stream(input, { ...options, streamMode: 'messages' })) {
              if (message.type !== 'ai' || message.text === '') continue;
              answer += message.text;
              onText(message.text);
            }
            return answer;
          },
        };
      };
    },
  };
}
