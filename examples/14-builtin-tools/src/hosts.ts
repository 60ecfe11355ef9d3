import type { JsonObject } from '@pegboard/core';

/** Stands in for a vendor's host, so that this example needs no network: gives the written answers in turn and keeps what it was sent. */
export interface Host {
  readonly fetch: typeof fetch;
  /** Names of the tools in the newest request, as the host was told of them. */
  tools(): string;
}

export function host(...answers: readonly JsonObject[]): Host {
  const sent: JsonObject[] = [];
  return {
    fetch: async (_, init) => {
      sent.push(JSON.parse(typeof init?.body === 'string' ? init.body : '{}'));
      return Response.json(answers[Math.min(sent.length, answers.length) - 1]);
    },
    tools: () => {
      const tools = (sent.at(-1)?.tools ?? []) as readonly {
        type?: string;
        name?: string;
        function?: { name: string };
      }[];
      return tools
        .map(({ type, name, function: own }) => `${type} ${own?.name ?? name ?? ''}`.trim())
        .join(', ');
    },
  };
}

const claude = (content: readonly JsonObject[], stop_reason: string): JsonObject => ({
  id: 'msg_1',
  type: 'message',
  role: 'assistant',
  model: 'claude-sonnet-5-5',
  content,
  stop_reason,
  usage: { input_tokens: 90, output_tokens: 30 },
});

/** Claude has searched the web and cites what it found. */
export const searched = claude(
  [
    {
      type: 'server_tool_use',
      id: 'srvtoolu_1',
      name: 'web_search',
      input: { query: 'history of the pegboard' },
    },
    {
      type: 'web_search_tool_result',
      tool_use_id: 'srvtoolu_1',
      content: [
        {
          type: 'web_search_result',
          url: 'https://boards.example/history',
          title: 'Boards with holes',
          encrypted_content: 'opaque',
        },
      ],
    },
    {
      type: 'text',
      text: 'Pegboards came into workshops in the 1950s.',
      citations: [
        {
          type: 'web_search_result_location',
          url: 'https://boards.example/history',
          title: 'Boards with holes',
          cited_text: 'By the 1950s every workshop had one.',
          encrypted_index: 'opaque',
        },
      ],
    },
  ],
  'end_turn',
);

/** Claude writes a note, then says so. */
export const notes = [
  claude(
    [
      {
        type: 'tool_use',
        id: 'toolu_1',
        name: 'memory',
        input: { command: 'create', path: '/memories/ana.md', file_text: 'Ana hangs her saws on the left.' },
      },
    ],
    'tool_use',
  ),
  claude([{ type: 'text', text: 'I have noted it.' }], 'end_turn'),
];

const chat = (message: JsonObject, finish_reason: string): JsonObject => ({
  id: 'chat_1',
  object: 'chat.completion',
  model: 'small-model',
  choices: [{ index: 0, message: { role: 'assistant', content: null, ...message }, finish_reason }],
  usage: { prompt_tokens: 80, completion_tokens: 20, total_tokens: 100 },
});

/** A host of open models has no search of its own: its model calls a tool. */
export const calls = [
  chat(
    {
      tool_calls: [
        {
          id: 'call_1',
          type: 'function',
          function: { name: 'web_search', arguments: '{"query":"history of the pegboard"}' },
        },
      ],
    },
    'tool_calls',
  ),
  chat({ content: 'They came into workshops in the 1950s.' }, 'stop'),
];

/** A search service for the models that have none. */
export const searchService: typeof fetch = async () =>
  Response.json({
    web: {
      results: [
        {
          title: 'Boards with holes',
          url: 'https://boards.example/history',
          description: 'By the 1950s every workshop had one.',
        },
      ],
    },
  });
