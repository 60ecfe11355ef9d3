import type { JsonObject } from '@pegboard/core';

export interface Host {
  readonly fetch: typeof fetch;
  /** The bodies of the requests so far. */
  readonly sent: readonly JsonObject[];
  /** The entries of `tools` in the newest request. */
  readonly tools: () => readonly JsonObject[];
}

/** In place of the network: answers in turn with the given JSON, the last one again and again; a number is a failure with that status. */
export function answering(...answers: readonly (JsonObject | number)[]): Host {
  const sent: JsonObject[] = [];
  return {
    fetch: async (_, init) => {
      if (typeof init?.body !== 'string') throw new TypeError('The body is no text');
      sent.push(JSON.parse(init.body));
      const answer = answers[Math.min(sent.length, answers.length) - 1];
      return typeof answer === 'number'
        ? Response.json({ error: { message: 'No' } }, { status: answer })
        : Response.json(answer);
    },
    sent,
    tools: () => (sent.at(-1)?.tools ?? []) as readonly JsonObject[],
  };
}

export const claudeSays = (...content: readonly JsonObject[]): JsonObject => ({
  id: 'msg_1',
  type: 'message',
  role: 'assistant',
  model: 'claude-sonnet-5-5',
  content,
  stop_reason: content.some(({ type }) => type === 'tool_use') ? 'tool_use' : 'end_turn',
  usage: { input_tokens: 10, output_tokens: 5 },
});

export const gptSays = (...output: readonly JsonObject[]): JsonObject => ({
  id: 'resp_1',
  object: 'response',
  model: 'gpt-6-astra',
  status: 'completed',
  output,
  usage: { input_tokens: 10, output_tokens: 5, total_tokens: 15 },
});

export const gptText = (text: string, annotations: readonly JsonObject[] = []): JsonObject => ({
  type: 'message',
  id: 'msg_1',
  role: 'assistant',
  status: 'completed',
  content: [{ type: 'output_text', text, annotations }],
});

export const geminiSays = (...parts: readonly JsonObject[]): JsonObject => ({
  candidates: [{ content: { role: 'model', parts }, finishReason: 'STOP', index: 0 }],
  usageMetadata: { promptTokenCount: 10, candidatesTokenCount: 5, totalTokenCount: 15 },
  modelVersion: 'gemini-3.8-flash',
});
