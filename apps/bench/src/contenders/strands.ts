import { importPeer } from '../peers/install-peer.ts';
import { apiKey, type AgentSetup, type Contender, type Library } from './contender.ts';

interface Sdk {
  readonly Agent: new (options: object) => {
    invoke(input: string): Promise<Result>;
    stream(input: string): AsyncGenerator<StreamEvent, Result>;
  };
  readonly NullConversationManager: new () => object;
  readonly tool: (options: object) => object;
}

interface Result {
  readonly lastMessage: { readonly content: readonly { readonly type: string; readonly text?: string }[] };
}

interface StreamEvent {
  readonly type: string;
  readonly event?: {
    readonly type: string;
    readonly delta?: { readonly type: string; readonly text?: string };
  };
}

interface Models {
  readonly OpenAIModel: new (options: object) => object;
}

/** Strands, over its Chat Completions model. Its agents keep their conversation, so that each run has a new one. */
export const strands: Contender = {
  name: 'strands',
  label: '`@strands-agents/sdk`',
  wires: ['chat'],
  peer: 'strands',
  load: async () => {
    const sdk = await importPeer<Sdk>('strands', '@strands-agents/sdk');
    return libraryOf(sdk, await importPeer<Models>('strands', '@strands-agents/sdk/models/openai'));
  },
  product: {
    program: `import { Agent, tool } from '@strands-agents/sdk';
import { OpenAIModel } from '@strands-agents/sdk/models/openai';
globalThis.program = [Agent, tool, OpenAIModel];`,
    typedTool: {
      imports: "import { tool } from '@strands-agents/sdk';",
      write: (name, schema, body) =>
        `tool({ name: ${name}, description: 'x', inputSchema: ${schema}, callback: ${body} })`,
    },
  },
};

function libraryOf({ Agent, NullConversationManager, tool }: Sdk, { OpenAIModel }: Models): Library {
  const optionsOf = ({ baseURL, model: modelId, instructions, tools }: AgentSetup): object => ({
    model: new OpenAIModel({ api: 'chat', modelId, apiKey, clientConfig: { baseURL } }),
    systemPrompt: instructions,
    tools: tools.map(({ name, description, schema, execute }) =>
      tool({ name, description, inputSchema: schema, callback: execute }),
    ),
    printer: false,
    // The usual one cuts off what is older than forty messages.
    conversationManager: new NullConversationManager(),
  });
  return {
    build: (setup) => new Agent(optionsOf(setup)),
    agent: (setup) => {
      const options = optionsOf(setup);
      return (chat) => {
        const prompt = chat.at(-1)?.text ?? '';
        const open = () =>
          new Agent({
            ...options,
            messages: chat.slice(0, -1).map(({ role, text }) => ({ role, content: [{ text }] })),
          });
        return {
          run: async () => textOf(await open().invoke(prompt)),
          stream: async (onText) => {
            const events = open().stream(prompt);
            for (;;) {
              const { done, value } = await events.next();
              if (done) return textOf(value);
              const delta = value.event?.delta;
              if (delta?.type === 'textDelta' && delta.text) onText(delta.text);
            }
          },
        };
      };
    },
  };
}

function textOf({ lastMessage }: Result): string {
  return lastMessage.content.map(({ text = '' }) => text).join('');
}
