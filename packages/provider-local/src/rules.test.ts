import { expect, test } from 'vitest';
import {
  Agent,
  type AnyTool,
  defineTool,
  generate,
  jsonSchema,
  type RunOptions,
  type RunResult,
  userMessage,
} from '@pegboard/core';
import { local } from './index.ts';

const city = { type: 'string' };

const weather = defineTool({
  name: 'get_weather',
  description: 'Current weather of a city',
  input: jsonSchema<{ city: string }>({ type: 'object', properties: { city }, required: ['city'] }),
  execute: ({ city: name }) => ({ city: name, temperature: name.length }),
});

const average = defineTool({
  name: 'average',
  description: 'The mean of a list of numbers',
  input: jsonSchema<{ numbers: number[] }>({
    type: 'object',
    properties: { numbers: { type: 'array', items: { type: 'number' }, minItems: 1 } },
    required: ['numbers'],
  }),
  execute: ({ numbers }) => numbers.reduce((sum, one) => sum + one, 0) / numbers.length,
});

const route = jsonSchema<{ from: string; to: string }>({
  type: 'object',
  properties: { from: city, to: city },
  required: ['from', 'to'],
});

const distance = defineTool({
  name: 'city_distance',
  description: 'How far two cities are apart',
  input: route,
  execute: ({ from, to }) => ({ distance_km: 800, summary: `${from} and ${to} are 800 km apart.` }),
});

const flight = defineTool({
  name: 'flight_time',
  description: 'How long a plane takes',
  input: jsonSchema<{ distance_km: number }>({
    type: 'object',
    properties: { distance_km: { type: 'number' } },
    required: ['distance_km'],
  }),
  execute: (input) => `The flight takes ${input.distance_km / 800} h.`,
});

const mail = defineTool({
  name: 'send_email',
  description: 'Sends an email',
  input: jsonSchema<{ to: string; body: string }>({
    type: 'object',
    properties: { to: { type: 'string', format: 'email' }, body: { type: 'string' } },
    required: ['to', 'body'],
  }),
  execute: () => {
    throw new Error('the server is down');
  },
});

async function ask(text: string, tools: readonly AnyTool[], options: RunOptions = {}): Promise<RunResult> {
  return new Agent({ provider: local(), model: 'rules', tools }).run(text, options);
}

function callsOf({ calls }: RunResult): readonly unknown[] {
  return calls.all.map(({ turn, name, input }) => [turn, name, input]);
}

test('it calls the tool that the text asks for and answers from the result', async () => {
  const run = await ask('What is the weather in Oslo?', [distance, weather]);
  expect(callsOf(run)).toEqual([[1, 'get_weather', { city: 'Oslo' }]]);
  expect(run.text).toBe('Get weather: city: Oslo, temperature: 4');
});

test('several values give parallel calls, one call a turn when parallel calls are off', async () => {
  const text = 'the weather in Oslo, Rome and New York';
  const inputs = [{ city: 'Oslo' }, { city: 'Rome' }, { city: 'New York' }];
  expect(callsOf(await ask(text, [weather]))).toEqual(inputs.map((input) => [1, 'get_weather', input]));
  const single = await ask(text, [weather], { settings: { parallelToolCalls: false } });
  expect(callsOf(single)).toEqual(inputs.map((input, index) => [index + 1, 'get_weather', input]));
  expect(single.text).toContain('Get weather (city Rome): temperature: 4');
});

test('a tool whose arguments come from results is called after the others', async () => {
  const run = await ask('the average of the weather temperatures in Oslo and Athens', [average, weather]);
  expect(callsOf(run)).toEqual([
    [1, 'get_weather', { city: 'Oslo' }],
    [1, 'get_weather', { city: 'Athens' }],
    [2, 'average', { numbers: [4, 6] }],
  ]);
});

test('a tool that the text does not name is called when another needs what it gives', async () => {
  const run = await ask('How long does the plane take from Oslo to Rome?', [flight, distance]);
  expect(callsOf(run)).toEqual([
    [1, 'city_distance', { from: 'Oslo', to: 'Rome' }],
    [2, 'flight_time', { distance_km: 800 }],
  ]);
  expect(run.text).toBe('Oslo and Rome are 800 km apart. The flight takes 1 h.');
});

test('a number in the text does not take the place of what a failed tool should have given', async () => {
  const broken = defineTool({
    name: 'city_distance',
    description: 'How far',
    input: route,
    execute: () => Promise.reject(new Error('no map')),
  });
  const run = await ask('How long does the plane take from Oslo to Rome for 3 people?', [flight, broken]);
  expect(run.calls.all.map(({ name, status }) => [name, status])).toEqual([['city_distance', 'failed']]);
  expect(run.text).toBe('City distance (from Oslo, to Rome) failed: no map.');
});

test('a missing value is asked for, and the answer is read together with the question', async () => {
  const agent = new Agent({ provider: local(), model: 'rules', tools: [distance] });
  const session = agent.session();
  const first = await session.run('How far is it to Rome?');
  expect(first.text).toBe('To use city_distance I need `from` (string).');
  const second = await session.run('Oslo');
  expect(second.calls.last('city_distance')?.input).toEqual({ from: 'Oslo', to: 'Rome' });
});

test('failed and denied calls are reported as what they are, and not repeated', async () => {
  const text = 'Send an email to a@example.org saying "hello"';
  const failed = await ask(text, [mail]);
  expect(failed.calls.count()).toBe(1);
  expect(failed.text).toBe('Send email (to a@example.org, body hello) failed: the server is down.');
  const agent = new Agent({ provider: local(), model: 'rules', tools: [{ ...mail, approval: true }] });
  const paused = await agent.run(text);
  const callId = paused.pending[0]?.callId ?? '';
  const denied = await agent.resume(paused.state, { approvals: { [callId]: { deny: 'not today' } } });
  expect(denied.calls.count()).toBe(1);
  expect(denied.text).toMatch(/^Send email .* was not allowed: .*not today/);
});

test('a text that names no tool gets the list of the tools, and no call', async () => {
  const run = await ask('What is love?', [weather, distance]);
  expect(run.calls.count()).toBe(0);
  expect(run.text).toContain('not a language model');
  expect(run.text).toContain('- city_distance(from, to): How far two cities are apart');
  expect((await ask('hello', [])).text).toContain('there are none here');
});

test('toolChoice: none calls nothing, required calls the best, a named tool is called', async () => {
  const none = await ask('the weather in Oslo', [weather], { toolChoice: 'none' });
  expect(none.calls.count()).toBe(0);
  expect(none.text).toContain('told to call no tools');
  expect(callsOf(await ask('Oslo', [weather], { toolChoice: 'required' }))).toEqual([
    [1, 'get_weather', { city: 'Oslo' }],
  ]);
  const named = await ask('the weather from Oslo to Rome', [weather, distance], {
    toolChoice: { tool: 'city_distance' },
  });
  expect(callsOf(named)[0]).toEqual([1, 'city_distance', { from: 'Oslo', to: 'Rome' }]);
});

test('results of an earlier question do not answer a later one', async () => {
  const agent = new Agent({ provider: local(), model: 'rules', tools: [weather] });
  const first = await agent.run('the weather in Oslo');
  const second = await agent.run([...first.messages, userMessage('the weather in Oslo')]);
  expect(second.calls.count('get_weather')).toBe(1);
});

test('a wanted output is filled from the text, or refused', async () => {
  const schema = {
    type: 'object',
    properties: { city, days: { type: 'integer' } },
    required: ['city', 'days'],
  };
  const wanted = {
    provider: local(),
    model: 'rules',
    output: jsonSchema<{ city: string; days: number }>(schema),
  };
  const filled = await generate({ ...wanted, messages: '3 days in Oslo' });
  expect(filled.output).toEqual({ city: 'Oslo', days: 3 });
  const refused = generate({ ...wanted, messages: 'Oslo' });
  await expect(refused).rejects.toMatchObject({ message: expect.stringContaining('I cannot fill `days`') });
});

test('a million characters are answered at once', async () => {
  const started = performance.now();
  await ask(`the weather in ${'Oslo and '.repeat(120_000)}`, [weather, average, distance, mail]);
  expect(performance.now() - started).toBeLessThan(2000);
});
