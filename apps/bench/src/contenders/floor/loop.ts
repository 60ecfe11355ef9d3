import type { AgentSetup, ChatMessage, Library } from '../contender.ts';
import type { Post } from './post.ts';

/** What the loop must know of an API. `Message` is its message on the wire. */
export interface FloorWire<Message> {
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly message: (message: ChatMessage) => Message;
  readonly body: (setup: AgentSetup, messages: readonly Message[], stream: boolean) => object;
  readonly readJson: (text: string) => FloorAnswer<Message>;
  readonly readStream: (onText: (text: string) => void) => StreamReader<Message>;
  readonly results: (results: readonly FloorResult[]) => readonly Message[];
}

export interface FloorAnswer<Message> {
  readonly message: Message;
  readonly text: string;
  readonly calls: readonly FloorCall[];
}

export interface FloorCall {
  readonly id: string;
  readonly name: string;
  readonly input: { readonly query: string; readonly count: number };
}

export interface FloorResult {
  readonly id: string;
  readonly text: string;
}

export interface StreamReader<Message> {
  readonly event: (json: string) => void;
  readonly end: () => FloorAnswer<Message>;
}

/** The smallest loop that a person writes by hand: no checks, no errors, no deadlines. */
export function floorLibrary<Message>(wire: FloorWire<Message>, post: Post): Library {
  const headers = { 'content-type': 'application/json', ...wire.headers };
  return {
    agent: (setup) => {
      const url = setup.baseURL + wire.path;
      const tools = new Map(setup.tools.map((tool) => [tool.name, tool.execute]));
      const start = async (history: readonly Message[], onText?: (text: string) => void): Promise<string> => {
        const messages = [...history];
        for (;;) {
          const body = JSON.stringify(wire.body(setup, messages, onText !== undefined));
          const answer = onText
            ? await askStream(wire, (onChunk) => post(url, headers, body, onChunk), onText)
            : await askJson(wire, (onChunk) => post(url, headers, body, onChunk));
          if (answer.calls.length === 0) return answer.text;
          const results = await Promise.all(
            answer.calls.map(async ({ id, name, input }) => ({
              id,
              text: (await tools.get(name)?.(input)) ?? '',
            })),
          );
          messages.push(answer.message, ...wire.results(results));
        }
      };
      return (chat) => {
        const history = chat.map(wire.message);
        return { run: () => start(history), stream: (onText) => start(history, onText) };
      };
    },
  };
}

type Send = (onChunk: (chunk: Uint8Array) => void) => Promise<void>;

async function askJson<Message>(wire: FloorWire<Message>, send: Send): Promise<FloorAnswer<Message>> {
  const decoder = new TextDecoder();
  let text = '';
  await send((chunk) => {
    text += decoder.decode(chunk, { stream: true });
  });
  return wire.readJson(text);
}

async function askStream<Message>(
  wire: FloorWire<Message>,
  send: Send,
  onText: (text: string) => void,
): Promise<FloorAnswer<Message>> {
  const decoder = new TextDecoder();
  const reader = wire.readStream(onText);
  let rest = '';
  await send((chunk) => {
    rest += decoder.decode(chunk, { stream: true });
    let start = 0;
    for (let end = rest.indexOf('\n'); end >= 0; end = rest.indexOf('\n', start)) {
      if (rest.startsWith('data: ', start)) reader.event(rest.slice(start + 6, end));
      start = end + 1;
    }
    rest = rest.slice(start);
  });
  return reader.end();
}
