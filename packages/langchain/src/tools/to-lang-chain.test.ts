import { ToolMessage } from '@langchain/core/messages';
import { convertToOpenAITool } from '@langchain/core/utils/function_calling';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { type AnyTool, defineTool, image, result, suspend, ToolFailure } from '@pegboard/core';
import { toLangChain } from './to-lang-chain.ts';

const getWeather = defineTool({
  name: 'get_weather',
  description: 'The weather',
  input: z.object({ city: z.string(), days: z.number().default(1) }),
  execute: ({ city, days }) => result({ city, days }, { metadata: { source: 'sky' } }),
});
const toolCall = (args: object, name = 'get_weather') => ({
  type: 'tool_call' as const,
  id: 'call_9',
  name,
  args: args as never,
});

describe('a tool in LangChain', () => {
  it('has its name, description and schema', () => {
    expect(convertToOpenAITool(toLangChain(getWeather))).toMatchObject({
      type: 'function',
      function: {
        name: 'get_weather',
        description: 'The weather',
        parameters: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] },
      },
    });
  });

  it('gives its value for an input, and a message with the artifact for a call', async () => {
    const tool = toLangChain(getWeather);
    expect(await tool.invoke({ city: 'Oslo' })).toEqual({ city: 'Oslo', days: 1 });
    const message: unknown = await tool.invoke(toolCall({ city: 'Oslo' }));
    expect(message).toBeInstanceOf(ToolMessage);
    expect(message).toMatchObject({
      tool_call_id: 'call_9',
      name: 'get_weather',
      status: 'success',
      content: '{"city":"Oslo","days":1}',
      artifact: { value: { city: 'Oslo', days: 1 }, metadata: { source: 'sky' } },
    });
  });

  it('mends arguments that can be meant in one way only', async () => {
    expect(await toLangChain(getWeather).invoke(toolCall({ city: 'Oslo', days: '3' }))).toMatchObject({
      artifact: { value: { city: 'Oslo', days: 3 } },
    });
  });

  it('refuses others with the words that our own models get', async () => {
    await expect(toLangChain(getWeather).invoke({ days: 2 })).rejects.toThrow(/city/);
  });

  it('fails as a message in a call, and by rejecting otherwise', async () => {
    const failing = defineTool({
      name: 'get_weather',
      description: 'The weather',
      input: z.object({}),
      execute: (): string => {
        throw new ToolFailure('the sky is not known');
      },
    });
    expect(await toLangChain(failing).invoke(toolCall({}))).toMatchObject({
      status: 'error',
      content: 'the sky is not known',
    });
    await expect(toLangChain(failing).invoke({})).rejects.toThrow(/the sky is not known/);
  });

  it('has the deadline, the check and the retries of the tool', async () => {
    let runs = 0;
    const flaky = defineTool({
      name: 'flaky',
      description: 'Fails at first',
      input: z.object({ n: z.number() }),
      timeoutMs: 20_000,
      effects: { idempotent: true },
      retry: { attempts: 2, delayMs: 0 },
      check: ({ n }) => (n > 9 ? 'n is too large' : undefined),
      execute: ({ n }) => {
        if (++runs === 1) throw new Error('busy');
        return n;
      },
    });
    expect(await toLangChain(flaky).invoke({ n: 4 })).toBe(4);
    expect(runs).toBe(2);
    await expect(toLangChain(flaky).invoke({ n: 10 })).rejects.toThrow(/n is too large/);
  });

  it('shows media as blocks, sends progress to callbacks, gets the context of the config', async () => {
    const rich = defineTool({
      name: 'rich',
      description: 'Shows',
      input: z.object({}),
      execute: async function* (_, { context }) {
        yield 'half';
        return result(context as never, { content: [image('https://x.example/a.png')] });
      },
    });
    const events: unknown[] = [];
    const config = {
      context: { user: 'ann' },
      callbacks: [{ handleToolEvent: (chunk: unknown) => void events.push(chunk), awaitHandlers: true }],
    };
    const message = (await toLangChain(rich).invoke(toolCall({}, 'rich'), config)) as unknown as ToolMessage;
    expect(message.content).toMatchObject([
      { type: 'text', text: '{"user":"ann"}' },
      { type: 'image', url: 'https://x.example/a.png' },
    ]);
    expect(events).toEqual(['half']);
  });

  it('runs only when approved', async () => {
    let runs = 0;
    const wipe = defineTool({
      name: 'wipe',
      description: 'Deletes',
      input: z.object({}),
      approval: 'it cannot be undone',
      execute: () => ++runs,
    });
    await expect(toLangChain(wipe).invoke({})).rejects.toThrow(/it cannot be undone.*onApproval/);
    const denied = toLangChain(wipe, { onApproval: () => ({ deny: 'not today' }) });
    expect(await denied.invoke(toolCall({}, 'wipe'))).toMatchObject({ status: 'error' });
    expect(runs).toBe(0);
    expect(await toLangChain(wipe, { onApproval: () => true }).invoke({})).toBe(1);
  });

  it('an abort rejects with its reason', async () => {
    const controller = new AbortController();
    const hang = defineTool({
      name: 'hang',
      description: 'Hangs',
      input: z.object({}),
      execute: () => {
        controller.abort(new Error('enough'));
        return new Promise<string>(() => undefined);
      },
    });
    await expect(toLangChain(hang).invoke({}, { signal: controller.signal })).rejects.toThrow('enough');
  });

  it('what waits for somebody else has no result here', async () => {
    const wait = defineTool({
      name: 'wait',
      description: 'Waits',
      input: z.object({}),
      execute: (): string => {
        throw suspend({ step: 1 });
      },
    });
    await expect(toLangChain(wait).invoke({})).rejects.toThrow(/cannot be resumed/);
    const external = defineTool({ name: 'ask', description: 'Asks', input: z.object({}) });
    for (const wrong of [external, { name: 'x' } as AnyTool])
      expect(() => toLangChain(wrong)).toThrow(expect.objectContaining({ code: 'invalid-tool' }) as Error);
  });
});
