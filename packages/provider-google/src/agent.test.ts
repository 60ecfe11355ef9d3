import { Agent, defineTool } from '@pegboard/core';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { answers, chunk, host, sse, streams, transports } from './loopback.test-util.ts';

/** A host that gives these answers one after the other, as it is asked for them. */
const script = async (...turns: object[]): ReturnType<typeof host> => {
  let turn = 0;
  return host((response, seen) => {
    const answer = turns[turn++] ?? {};
    return seen.path.includes('stream')
      ? streams(sse(answer))(response, seen)
      : answers(answer)(response, seen);
  });
};

const weather = defineTool({
  name: 'get_weather',
  description: 'Weather of a city',
  input: z.object({ city: z.string() }),
  execute: async ({ city }) => ({ city, sky: 'clear' }),
});

const ways = transports.flatMap(([way, make]) => [
  { way, make, how: 'streams', watched: { onText: () => undefined } },
  { way, make, how: 'asks once', watched: {} },
]);

describe.each(ways)('an agent that $how through $way', ({ make, watched }) => {
  it('sends back what the model wrote, signatures in their places, and the results in the order of the calls', async () => {
    const calls = [
      { text: 'thinking', thought: true },
      { functionCall: { name: 'get_weather', args: { city: 'Rome' } }, thoughtSignature: 'c2ln+/==' },
      { functionCall: { name: 'get_weather', args: { city: 'Oslo' } } },
    ];
    const parts = [...calls, { text: '', thoughtSignature: 'ZW5k' }];
    const { origin, seen } = await script(chunk(parts, 'STOP'), chunk([{ text: 'Clear.' }], 'STOP'));
    const agent = new Agent({ provider: make(origin), model: 'gemini-3.8-flash', tools: [weather] });
    expect((await agent.run('Weather?', watched)).text).toBe('Clear.');
    expect(seen[1]?.body.contents).toEqual([
      { role: 'user', parts: [{ text: 'Weather?' }] },
      { role: 'model', parts },
      {
        role: 'user',
        parts: ['Rome', 'Oslo'].map((city) => ({
          functionResponse: { name: 'get_weather', response: { output: { city, sky: 'clear' } } },
        })),
      },
    ]);
  });

  it('sends a stand-in with a call whose input is not what was signed, as of an answer that was cut off', async () => {
    const call = { functionCall: { name: 'get_weather', args: { city: 'Rome' } }, thoughtSignature: 'c2ln' };
    const { origin, seen } = await script(
      chunk([call], 'MAX_TOKENS'),
      chunk([{ text: 'It is too long.' }], 'STOP'),
    );
    const agent = new Agent({ provider: make(origin), model: 'gemini-3.8-flash', tools: [weather] });
    await agent.run('Weather?', watched);
    expect(seen[1]?.body.contents?.[1]).toMatchObject({
      parts: [
        {
          functionCall: { name: 'get_weather', args: {} },
          thoughtSignature: 'skip_thought_signature_validator',
        },
      ],
    });
  });

  it('goes on with an answer that stopped for a while', async () => {
    const { origin, seen } = await script(
      chunk([{ text: 'One, ' }], 'CONTINUATION', { continuationToken: 'token-1' }),
      chunk([{ text: 'two.' }], 'STOP'),
    );
    const result = await new Agent({ provider: make(origin), model: 'gemini-3.8-flash' }).run(
      'Count',
      watched,
    );
    expect(result.text).toContain('two.');
    expect(seen[1]?.body).toEqual({ ...seen[0]?.body, continuationToken: 'token-1' });
  });

  it('asks again when the model stumbled over a call before it wrote anything', async () => {
    const broken = chunk([], 'MALFORMED_FUNCTION_CALL');
    const { origin, seen } = await script(broken, chunk([{ text: 'Fine.' }], 'STOP'));
    const agent = new Agent({
      provider: make(origin),
      model: 'gemini-3.8-flash',
      modelRetries: { retries: 1, minDelayMs: 0 },
    });
    expect((await agent.run('?', watched)).text).toBe('Fine.');
    expect(seen[1]?.text).toBe(seen[0]?.text);
  });

  it('gets typed output by a schema of the answer', async () => {
    const { origin, seen } = await script(chunk([{ text: '{"city":"Rome"}' }], 'STOP'));
    const agent = new Agent({
      provider: make(origin),
      model: 'gemini-3.8-flash',
      output: z.object({ city: z.string().min(1) }),
    });
    expect((await agent.run('Which?', watched)).output).toEqual({ city: 'Rome' });
    expect(seen[0]?.body.generationConfig).toMatchObject({
      responseMimeType: 'application/json',
      responseJsonSchema: { type: 'object', required: ['city'] },
    });
  });
});
