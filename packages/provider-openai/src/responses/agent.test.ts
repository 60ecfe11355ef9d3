import { Agent, defineTool } from '@pegboard/core';
import type { JsonObject } from '@pegboard/core/provider';
import { expect, it } from 'vitest';
import * as z from 'zod';
import { openai } from '../index.ts';
import { host } from '../loopback.test-helper.ts';

const weather = defineTool({
  name: 'get_weather',
  description: 'The weather in a city',
  input: z.object({ city: z.string() }),
  execute: ({ city }) => `sunny in ${city}`,
});

const reasoning = (id: string): JsonObject => ({
  type: 'reasoning',
  id,
  summary: [],
  encrypted_content: `secret of ${id}`,
});
const message = (id: string, text: string, phase: string): JsonObject => ({
  type: 'message',
  id,
  role: 'assistant',
  status: 'completed',
  phase,
  content: [{ type: 'output_text', text, annotations: [] }],
});
const call = (id: string, city: string): JsonObject => ({
  type: 'function_call',
  id,
  call_id: 'call_0',
  name: 'get_weather',
  arguments: `{"city": "${city}"}`,
  status: 'completed',
});

/** Each answer numbers its calls anew, as some hosts do. */
const turns: JsonObject[][] = [
  [reasoning('rs_1'), message('msg_1', 'I look.', 'commentary'), call('fc_1', 'Rome')],
  [reasoning('rs_2'), call('fc_2', 'Oslo')],
  [message('msg_2', 'Sunny in both.', 'final_answer')],
];

const stream = (output: readonly JsonObject[]): string =>
  [
    { type: 'response.created', response: { id: 'resp', model: 'm' } },
    ...output.flatMap((item, index) => [
      { type: 'response.output_item.added', output_index: index, item: { ...item, status: 'in_progress' } },
      { type: 'response.output_item.done', output_index: index, item },
    ]),
    { type: 'response.completed', response: { status: 'completed', output } },
  ]
    .map((event) => `event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`)
    .join('');

it('carries a run of several turns: reasoning before what it led to, ids, phases, results', async () => {
  const { baseURL, seen } = await host((response) =>
    response
      .writeHead(200, { 'content-type': 'text/event-stream' })
      .end(stream(turns[seen.length - 1] ?? [])),
  );
  const provider = openai({ baseURL, apiKey: 'sk-test-key', api: 'responses' });
  const agent = new Agent({ provider, model: 'gpt-6-astra', instructions: 'Be brief.', tools: [weather] });
  const result = await agent.run('How is Rome, and Oslo?');
  expect(result.text).toBe('Sunny in both.');
  expect(result.messages.flatMap(({ role }) => role)).toEqual([
    'user',
    'assistant',
    'tool',
    'assistant',
    'tool',
    'assistant',
  ]);
  const input = (seen[2]?.body.input ?? []) as JsonObject[];
  expect(input.map(({ type, role, id }) => [type ?? role, id])).toEqual([
    ['user', undefined],
    ['reasoning', 'rs_1'],
    ['message', 'msg_1'],
    ['function_call', 'fc_1'],
    ['function_call_output', undefined],
    ['reasoning', 'rs_2'],
    ['function_call', 'fc_2'],
    ['function_call_output', undefined],
  ]);
  expect(input[1]).toEqual(turns[0]?.[0]);
  expect(input[2]).toEqual(turns[0]?.[1]);
  expect(input.map(({ arguments: args }) => args).filter(Boolean)).toEqual([
    '{"city": "Rome"}',
    '{"city": "Oslo"}',
  ]);
  const [first, firstOutput, second, secondOutput] = input.flatMap(({ call_id: id }) => id ?? []);
  expect([firstOutput, secondOutput]).toEqual([first, second]);
  expect(first).not.toBe(second);
  expect(input[4]?.output).toBe('sunny in Rome');
  expect(seen[2]?.body.instructions).toBe('Be brief.');
});
