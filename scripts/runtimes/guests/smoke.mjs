import { Agent, defineTool, isProviderError, isRunError, jsonSchema } from '@pegboard/core';
import { openai } from '@pegboard/provider-openai';
import * as z from 'zod';

const MODEL = 'gpt-smoke';

/** What Pegboard does in this runtime with the host at `baseURL`, as plain facts. The same code runs in every runtime. */
export async function smoke({ baseURL, inBrowser = false }) {
  const connect = (apiKey) => openai({ baseURL, apiKey, ...(inBrowser && { allowBrowser: true }) });
  return {
    ...(inBrowser && { keyInBrowser: await failureOf(openai({ baseURL, apiKey: 'sk-right' })) }),
    answered: await answered(connect('sk-right'), baseURL),
    aborted: await aborted(connect('sk-right'), baseURL),
    wrongKey: await failureOf(connect('sk-wrong')),
  };
}

/** Two tools, one with a zod schema and one with a raw JSON Schema. Each ends only when both have started. */
function makeTools() {
  let started = 0;
  const { promise: bothStarted, resolve } = Promise.withResolvers();
  const meet = () => {
    started += 1;
    if (started === 2) resolve();
    return bothStarted;
  };
  const getWeather = defineTool({
    name: 'get_weather',
    description: 'The weather in a city today',
    input: z.object({ city: z.string(), unit: z.enum(['celsius', 'fahrenheit']).default('celsius') }),
    execute: async ({ city, unit }) => {
      await meet();
      return { city, unit, temperature: 18 };
    },
  });
  const convert = defineTool({
    name: 'convert',
    description: 'Degrees Celsius in Fahrenheit',
    input: jsonSchema({
      type: 'object',
      properties: { celsius: { type: 'number', minimum: -273.15 } },
      required: ['celsius'],
      additionalProperties: false,
    }),
    execute: async ({ celsius }) => {
      await meet();
      return celsius * 1.8 + 32;
    },
  });
  return [getWeather, convert];
}

/** A streamed run of two turns: four calls at once, two of them refused. The host goes on only after it heard of the first text. */
async function answered(provider, baseURL) {
  const agent = new Agent({ provider, model: MODEL, tools: makeTools(), timeouts: { toolMs: 5000 } });
  const run = agent.stream('How warm is Oslo?');
  const pieces = [];
  for await (const event of run) {
    if (event.type !== 'text') continue;
    pieces.push(event.text);
    if (pieces.length === 1) await fetch(`${baseURL}/first-text`);
  }
  const { status, stopReason, text, turns, usage, calls } = await run.result;
  return {
    status,
    stopReason,
    text,
    inPieces: pieces.length > 1 && pieces.join('') === text,
    turns,
    tokens: [usage.inputTokens, usage.outputTokens],
    ran: calls.all
      .filter((call) => !call.refused)
      .map(({ name, status: end, result }) => [name, end, result]),
    refused: calls.all
      .filter((call) => call.refused)
      .map(({ name, error }) => [
        name,
        /\bunit\b/.test(error) ? 'unit' : /\bcelsius\b/.test(error) && 'celsius',
      ]),
  };
}

/** A run that is aborted while the model answers; then the host tells whether the connection was closed. */
async function aborted(provider, baseURL) {
  const controller = new AbortController();
  const agent = new Agent({ provider, model: MODEL });
  const { status, stopReason, text } = await agent.run('Count for ever', {
    signal: controller.signal,
    onText: () => controller.abort(),
  });
  const { closed } = await (await fetch(`${baseURL}/closed`)).json();
  return { status, stopReason, text, connectionClosed: closed };
}

async function failureOf(provider) {
  try {
    await new Agent({ provider, model: MODEL }).run('Hi');
    return 'it did not fail';
  } catch (error) {
    const { cause } = error;
    return {
      run: isRunError(error) && error.result.status,
      fromProvider: isProviderError(cause),
      code: error.code,
      ...(isProviderError(cause) && { status: cause.status, requestId: cause.requestId }),
      keyShown: `${error.message} ${cause?.message}`.includes('sk-'),
    };
  }
}
