import { APICallError, generateText, Output, stepCountIs, streamText, tool } from 'ai';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { type AnyTool, defineTool, image, ProviderError, result, suspend, ToolFailure } from '@pegboard/core';
import { scriptedProvider, type ScriptedTurn } from '@pegboard/testing';
import { toAiSdk } from './to-ai-sdk.ts';

function play(turns: readonly ScriptedTurn[]) {
  const provider = scriptedProvider(turns, { name: 'openai' });
  return { provider, model: toAiSdk({ provider, model: 'gpt-6-astra' }) };
}

const getWeather = defineTool({
  name: 'get_weather',
  description: 'The weather',
  input: z.object({ city: z.string(), days: z.number().default(1) }),
  execute: ({ city, days }) => ({ city, days, sky: 'clear' }),
});
const call = { name: 'get_weather', input: { city: 'Oslo' } };
const busy = (retryable: boolean) =>
  new ProviderError({
    code: 'overloaded',
    what: 'busy',
    provider: 'openai',
    status: 529,
    retryable,
    retryAfterMs: 0,
  });

describe('a model of ours in the AI SDK', () => {
  it('answers generateText with text, usage and what is known of the answer', async () => {
    const usage = { inputTokens: 9, outputTokens: 4, cachedInputTokens: 2, reasoningTokens: 1 };
    const { model, provider } = play([
      { text: 'Hello', usage, response: { id: 'r1', model: 'gpt-6-astra-x' } },
    ]);
    const answer = await generateText({
      model,
      instructions: 'Be brief',
      prompt: 'Hi',
      temperature: 0,
      maxOutputTokens: 50,
      stopSequences: ['END'],
      topK: 5,
    });
    expect(answer.text).toBe('Hello');
    expect(answer.finishReason).toBe('stop');
    expect(answer.usage).toMatchObject({ inputTokens: 9, outputTokens: 4 });
    expect(answer.response).toMatchObject({ id: 'r1', modelId: 'gpt-6-astra-x' });
    expect(answer.warnings).toMatchObject([{ type: 'unsupported', feature: 'topK' }]);
    expect(provider.requests[0]).toMatchObject({
      model: 'gpt-6-astra',
      deltas: false,
      settings: { temperature: 0, maxTokens: 50, stop: ['END'] },
      messages: [
        { role: 'system', content: [{ text: 'Be brief' }] },
        { role: 'user', content: [{ text: 'Hi' }] },
      ],
    });
  });

  it('calls their tools over several steps', async () => {
    const { model, provider } = play([{ text: 'Looking', calls: [call, call] }, 'Clear twice']);
    const seen: unknown[] = [];
    const answer = await generateText({
      model,
      prompt: 'Weather?',
      stopWhen: stepCountIs(5),
      tools: {
        get_weather: tool({
          description: 'The weather',
          inputSchema: z.object({ city: z.string() }),
          execute: (input) => {
            seen.push(input);
            return { sky: 'clear' };
          },
        }),
      },
    });
    expect(answer.text).toBe('Clear twice');
    expect(seen).toEqual([{ city: 'Oslo' }, { city: 'Oslo' }]);
    expect(provider.requests[0]?.tools).toMatchObject([
      { name: 'get_weather', inputSchema: { properties: { city: { type: 'string' } } } },
    ]);
    expect(provider.requests[1]?.messages).toMatchObject([
      { role: 'user' },
      { role: 'assistant', content: [{ text: 'Looking' }, { type: 'tool-call' }, { type: 'tool-call' }] },
      { role: 'tool', content: [{ status: 'success', content: [{ type: 'json' }] }, {}] },
    ]);
  });

  it('streams text and reasoning as they come', async () => {
    const { model, provider } = play([
      { reasoning: 'Let me think this over', text: 'One, two, three, four, five, six' },
    ]);
    const answer = streamText({ model, prompt: 'Count' });
    const deltas: string[] = [];
    for await (const delta of answer.textStream) deltas.push(delta);
    expect(deltas.length).toBeGreaterThan(1);
    expect(deltas.join('')).toBe('One, two, three, four, five, six');
    expect(await answer.reasoningText).toBe('Let me think this over');
    expect(await answer.finishReason).toBe('stop');
    expect(provider.requests[0]?.deltas).toBe(true);
  });

  it('streams calls over several steps', async () => {
    const { model } = play([{ calls: [call] }, 'Clear']);
    const answer = streamText({
      model,
      prompt: 'Weather?',
      tools: toAiSdk([getWeather]),
      stopWhen: stepCountIs(5),
    });
    expect(await answer.text).toBe('Clear');
    const [step] = await answer.steps;
    expect(step?.toolResults).toMatchObject([{ output: { city: 'Oslo', days: 1, sky: 'clear' } }]);
  });

  it('hands opaque state back to the provider in the next step', async () => {
    const providerData = { 'openai.responses': { id: 'rs_1', encrypted: 'x' } };
    const parts = [
      { type: 'reasoning' as const, text: 'Hm', providerData },
      {
        type: 'tool-call' as const,
        callId: 'c',
        name: 'get_weather',
        args: '{"city":"Oslo"}',
        executor: 'client' as const,
        providerData: { 'openai.responses': { id: 'fc_1' } },
      },
    ];
    for (const streams of [false, true]) {
      const { model, provider } = play([{ parts }, 'done']);
      const options = { model, prompt: 'Hi', tools: toAiSdk([getWeather]), stopWhen: stepCountIs(3) };
      if (streams) await streamText(options).text;
      else await generateText(options);
      expect(provider.requests[1]?.messages[1]).toMatchObject({
        role: 'assistant',
        origin: { provider: 'openai', model: 'gpt-6-astra' },
        content: [
          { type: 'reasoning', text: 'Hm', providerData },
          { type: 'tool-call', providerData: { 'openai.responses': { id: 'fc_1' } } },
        ],
      });
    }
  });

  it('gives a structured output natively', async () => {
    const { model, provider } = play(['{"city":"Oslo"}']);
    const answer = await generateText({
      model,
      prompt: 'Where?',
      output: Output.object({ schema: z.object({ city: z.string() }) }),
    });
    expect(answer.output).toEqual({ city: 'Oslo' });
    expect(provider.requests[0]?.output).toMatchObject({ schema: { properties: { city: {} } } });
  });

  it('media, files and sources', async () => {
    const parts = [
      { type: 'media' as const, mediaType: 'image/png', data: 'iVBORw0=' },
      { type: 'source' as const, url: 'https://x.example/', title: 'X' },
    ];
    const { model, provider } = play([{ text: 'See', parts }]);
    const answer = await generateText({
      model,
      messages: [
        {
          role: 'user',
          content: [
            { type: 'text', text: 'What is this?' },
            { type: 'file', mediaType: 'image/png', data: new Uint8Array([137, 80]) },
          ],
        },
      ],
    });
    expect(answer.files).toMatchObject([{ mediaType: 'image/png' }]);
    expect(answer.sources).toMatchObject([{ url: 'https://x.example/', title: 'X' }]);
    expect(provider.requests[0]?.messages[0]?.content[1]).toEqual({
      type: 'media',
      mediaType: 'image/png',
      data: 'iVA=',
    });
  });

  it('is tried again when that is of use, and fails as the AI SDK expects otherwise', async () => {
    const { model } = play([
      { error: busy(true) },
      'fine',
      { error: busy(false) },
      { error: busy(true) },
      'fine',
    ]);
    expect((await generateText({ model, prompt: 'Hi' })).text).toBe('fine');
    const failed = await generateText({ model, prompt: 'Hi' }).catch((error: unknown) => error);
    expect(APICallError.isInstance(failed)).toBe(true);
    expect(failed).toMatchObject({ statusCode: 529, isRetryable: false, data: { code: 'overloaded' } });
    expect(await streamText({ model, prompt: 'Hi' }).text).toBe('fine');
  });

  it('an error in the middle of a stream ends it', async () => {
    const { model } = play([{ text: 'One, two, three, four, five', error: busy(true), after: 1 }]);
    const errors: unknown[] = [];
    const answer = streamText({ model, prompt: 'Hi', onError: ({ error }) => void errors.push(error) });
    let text = '';
    for await (const delta of answer.textStream) text += delta;
    expect(text).toBe('One, two, three,');
    expect(errors).toMatchObject([{ statusCode: 529 }]);
  });

  it('an abort rejects', async () => {
    const controller = new AbortController();
    const { model } = play([{ hang: true }]);
    const answer = generateText({ model, prompt: 'Hi', abortSignal: controller.signal });
    controller.abort(new Error('enough'));
    await expect(answer).rejects.toThrow('enough');
  });

  it('never runs a call that was cut off, and mends others', async () => {
    let runs = 0;
    const once = defineTool({
      name: 'get_weather',
      description: 'The weather',
      input: z.object({ city: z.string() }),
      execute: ({ city }) => `${++runs} ${city}`,
    });
    const cut = { calls: [call], finish: 'length' as const };
    const broken = { calls: [{ name: 'get_weather', args: '{"city": "Os' }] };
    for (const turn of [cut, broken]) {
      const { model } = play([turn, 'sorry']);
      await generateText({ model, prompt: 'Hi', tools: toAiSdk([once]), stopWhen: stepCountIs(3) });
      expect(runs).toBe(0);
    }
    const { model } = play([{ calls: [{ name: 'get_weather', args: "{city: 'Oslo',}" }] }, 'ok']);
    const answer = await generateText({
      model,
      prompt: 'Hi',
      tools: toAiSdk([once]),
      stopWhen: stepCountIs(3),
    });
    expect(answer.steps[0]?.toolResults).toMatchObject([{ output: '1 Oslo' }]);
  });
});

describe('our tools in the AI SDK', () => {
  async function use(subject: readonly AnyTool[], input: object = {}, options: object = {}) {
    const [one] = subject;
    const { model, provider } = play([{ calls: [{ name: one?.name ?? '', input: input as never }] }, 'ok']);
    const answer = await generateText({
      model,
      prompt: 'Hi',
      tools: toAiSdk(subject, options),
      stopWhen: stepCountIs(3),
    });
    return { answer, told: provider.requests[1]?.messages.at(-1) };
  }

  it('mend arguments, and tell the model what could not be mended', async () => {
    const { answer } = await use([getWeather], { city: 'Oslo', days: '3' });
    expect(answer.steps[0]?.toolResults).toMatchObject([{ output: { city: 'Oslo', days: 3 } }]);
    const refused = await use([getWeather], { days: 3 });
    expect(refused.answer.steps[0]?.toolResults).toEqual([]);
    expect(JSON.stringify(refused.told)).toContain('city');
  });

  it('fail with their own words', async () => {
    const failing = defineTool({
      name: 'fail',
      description: 'Fails',
      input: z.object({}),
      execute: (): string => {
        throw new ToolFailure('the sky is not known');
      },
    });
    const { told } = await use([failing]);
    expect(told).toMatchObject({ role: 'tool', content: [{ status: 'failed' }] });
    expect(JSON.stringify(told)).toContain('the sky is not known');
  });

  it('show images to the model', async () => {
    const look = defineTool({
      name: 'look',
      description: 'Looks',
      input: z.object({}),
      execute: () => result('A cat', { content: [image('data:image/png;base64,iVBORw0=')] }),
    });
    const { told } = await use([look]);
    expect(told?.content[0]).toMatchObject({
      content: [
        { type: 'text', text: 'A cat' },
        { type: 'media', mediaType: 'image/png', data: 'iVBORw0=' },
      ],
    });
  });

  it('ask for approval in the way of the AI SDK, or of ours', async () => {
    let runs = 0;
    const wipe = defineTool({
      name: 'wipe',
      description: 'Deletes',
      input: z.object({ path: z.string() }),
      approval: ({ path }) => path.startsWith('/etc') && 'it is a system file',
      execute: () => ++runs,
    });
    const { answer } = await use([wipe], { path: '/etc/hosts' });
    expect(answer.content.filter(({ type }) => type === 'tool-approval-request')).toHaveLength(1);
    expect(runs).toBe(0);
    await use([wipe], { path: '/tmp/x' });
    expect(runs).toBe(1);
    const { told } = await use([wipe], { path: '/etc/hosts' }, { onApproval: () => ({ deny: 'not today' }) });
    expect(JSON.stringify(told)).toContain('not today');
    expect(runs).toBe(1);
  });

  it('without execute are left to the caller; what suspends itself has no result', async () => {
    const ask = defineTool({ name: 'ask', description: 'Asks', input: z.object({}) });
    const { answer } = await use([ask]);
    expect(answer.toolCalls).toMatchObject([{ toolName: 'ask' }]);
    const wait = defineTool({
      name: 'wait',
      description: 'Waits',
      input: z.object({}),
      execute: (): string => {
        throw suspend({ step: 1 });
      },
    });
    expect(JSON.stringify((await use([wait])).told)).toContain('cannot be resumed');
    expect(() => toAiSdk([ask, ask])).toThrow(/Two tools/);
  });
});

it.each([undefined, {}, { provider: {}, model: 'm' }, { provider: scriptedProvider([]) }])(
  'neither tools nor a model is told: %o',
  (source) => expect(() => toAiSdk(source as never)).toThrow(/neither tools nor a model/),
);
