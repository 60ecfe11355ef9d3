import { importPeer } from '../peers/install-peer.ts';
import { apiKey, type AgentSetup, type ChatMessage, type Contender, type Library } from './contender.ts';

interface Pi {
  readonly Agent: new (options: object) => {
    subscribe(listener: (event: PiEvent) => void): () => void;
    prompt(text: string): Promise<void>;
    readonly state: { readonly messages: readonly PiMessage[] };
  };
}

interface ChatApi {
  readonly streamSimple: (...parameters: readonly unknown[]) => unknown;
}

interface PiEvent {
  readonly type: string;
  readonly assistantMessageEvent?: { readonly type: string; readonly delta?: string };
}

interface PiMessage {
  readonly content: readonly { readonly type: string; readonly text?: string }[];
}

const usage = { input: 0, output: 0, cacheRead: 0, cacheWrite: 0, totalTokens: 0 };
const cost = { input: 0, output: 0, cacheRead: 0, cacheWrite: 0 };

/** The core of pi. It always streams, and keeps its conversation, so that each run has a new agent. */
export const pi: Contender = {
  name: 'pi',
  label: '`@earendil-works/pi-agent-core`',
  wires: ['chat'],
  peer: 'pi',
  load: async () => {
    const { Agent } = await importPeer<Pi>('pi', '@earendil-works/pi-agent-core');
    const api = await importPeer<ChatApi>('pi', '@earendil-works/pi-ai/api/openai-completions');
    return libraryOf({ Agent }, api.streamSimple);
  },
  product: {
    program: `import { Agent } from '@earendil-works/pi-agent-core';
import { streamSimple } from '@earendil-works/pi-ai/api/openai-completions';
globalThis.program = [Agent, streamSimple];`,
  },
};

function libraryOf({ Agent }: Pi, streamFn: ChatApi['streamSimple']): Library {
  const open = (options: object, messages: readonly object[]) => {
    const initialState = { ...options, messages };
    return new Agent({ initialState, streamFn, getApiKey: () => apiKey });
  };
  return {
    build: (setup) => open(optionsOf(setup), []),
    agent: (setup) => {
      const options = optionsOf(setup);
      return (chat) => {
        const prompt = chat.at(-1)?.text ?? '';
        const messages = chat.slice(0, -1).map((message) => messageOf(message, setup.model));
        const start = async (onText?: (text: string) => void): Promise<string> => {
          const agent = open(options, messages);
          agent.subscribe(({ assistantMessageEvent: event }) => {
            if (event?.type === 'text_delta' && event.delta) onText?.(event.delta);
          });
          await agent.prompt(prompt);
          return (agent.state.messages.at(-1)?.content ?? []).map(({ text = '' }) => text).join('');
        };
        return { run: () => start(), stream: start };
      };
    },
  };
}

function optionsOf(setup: AgentSetup): object {
  const tools = setup.tools.map(({ name, description, parameters, execute }) => ({
    name,
    label: name,
    description,
    parameters,
    execute: async (_: string, input: Parameters<typeof execute>[0]) => ({
      content: [{ type: 'text', text: await execute(input) }],
      details: {},
    }),
  }));
  return { systemPrompt: setup.instructions, model: modelOf(setup), tools };
}

function modelOf({ baseURL, model }: AgentSetup): object {
  const known = { reasoning: false, input: ['text'], cost, contextWindow: 1e7, maxTokens: 4096 };
  return {
    id: model,
    name: model,
    api: 'openai-completions',
    provider: 'openai',
    baseUrl: baseURL,
    ...known,
  };
}

function messageOf({ role, text }: ChatMessage, model: string): object {
  if (role === 'user') return { role, content: text, timestamp: 0 };
  const origin = { api: 'openai-completions', provider: 'openai', model };
  const content = [{ type: 'text', text }];
  return {
    role,
    content,
    ...origin,
    usage: { ...usage, cost: { ...cost, total: 0 } },
    stopReason: 'stop',
    timestamp: 0,
  };
}
