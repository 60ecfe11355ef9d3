import { Agent, defineTool } from '@pegboard/core';
import { expect, it } from 'vitest';
import * as z from 'zod';
import { openai } from './index.ts';
import { delta, done, host, sse } from './loopback.test-helper.ts';

const weather = defineTool({
  name: 'get_weather',
  description: 'The weather in a city',
  input: z.object({ city: z.string() }),
  execute: ({ city }) => `sunny in ${city}`,
});

const call = { index: 0, id: 'c1', function: { name: 'get_weather', arguments: '{"city":"Rome"}' } };
const asksTool = sse(delta({ tool_calls: [call] }), delta({}, 'tool_calls')) + done;

it('sends the schema of an output beside the tools, and gives the value that comes back', async () => {
  const pieces = ['{"city":', '"Rome","sunny"', ':true}'].map((content) => delta({ content }));
  const answers = [asksTool, sse(...pieces, delta({}, 'stop')) + done];
  const { baseURL, seen } = await host((response) =>
    response.writeHead(200, { 'content-type': 'text/event-stream' }).end(answers[seen.length - 1]),
  );
  const agent = new Agent({
    provider: openai({ baseURL, apiKey: 'sk-test-key' }),
    model: 'gpt-6-astra',
    tools: [weather],
    output: z.object({ city: z.string(), sunny: z.boolean() }),
  });
  const stream = agent.stream('How is Rome?');
  const types = new Set<string>();
  for await (const event of stream) types.add(event.type);
  expect(await stream.result).toMatchObject({ output: { city: 'Rome', sunny: true }, text: '' });
  expect(types.has('output')).toBe(true);
  expect(types.has('text')).toBe(false);
  expect(seen).toHaveLength(2);
  for (const { body } of seen) {
    expect(body).toMatchObject({
      tools: [{ function: { name: 'get_weather' } }],
      response_format: {
        type: 'json_schema',
        json_schema: { strict: true, schema: { required: ['city', 'sunny'], additionalProperties: false } },
      },
    });
  }
});

it('asks a model of which nothing is known by a tool', async () => {
  const final = {
    index: 0,
    id: 'c1',
    function: { name: 'final_answer', arguments: '{"answer":["red"]}' },
  };
  const { baseURL, seen } = await host((response) =>
    response
      .writeHead(200, { 'content-type': 'text/event-stream' })
      .end(sse(delta({ tool_calls: [final] }), delta({}, 'tool_calls')) + done),
  );
  const provider = openai({ baseURL, apiKey: 'sk-test-key' });
  const agent = new Agent({ provider, model: 'nobody-knows', output: z.array(z.string()) });
  const stream = agent.stream('Which colours?');
  for await (const event of stream) expect(event.type).not.toBe('text');
  expect((await stream.result).output).toEqual(['red']);
  expect(seen[0]?.body).toMatchObject({ tool_choice: { function: { name: 'final_answer' } } });
  expect(seen[0]?.body).not.toHaveProperty('response_format');
});
