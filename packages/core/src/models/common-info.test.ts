import { describe, expect, it } from 'vitest';
import { Agent, defineTool, type ModelInfo, type Provider, type Target } from '@pegboard/core';
import { withFallback } from '@pegboard/core/models';
import { scriptedError, scriptedProvider, type ScriptedProvider, type ScriptedTurn } from '@pegboard/testing';
import { targetOf } from './ask.test-util.ts';

const provider = (name: string, ...turns: ScriptedTurn[]): ScriptedProvider =>
  scriptedProvider(turns, { name });

describe('modelInfo of a fallback', () => {
  const info = (name: string, facts: Omit<ModelInfo, 'id'>): Target =>
    targetOf(scriptedProvider([], { name, models: [{ id: name, ...facts }] }), name);
  const a = info('a', {
    capabilities: { tools: true, vision: true, structuredOutput: true, refusedSettings: ['seed'] },
    contextTokens: 100,
    price: { input: 1, output: 2 },
    endsOn: '2027-03-01',
  });
  const b = info('b', {
    capabilities: { tools: true, vision: false, refusedSettings: ['topP'] },
    contextTokens: 50,
    maxOutputTokens: 9,
    price: { input: 1, output: 3 },
    endsOn: '2027-02-01',
  });
  const unknown = targetOf(provider('c', 'x'), 'c');

  it('says what all can do; the unknown stays unknown', () => {
    const both = withFallback([a, b]);
    expect(both.provider.modelInfo?.(both.model)).toEqual({
      id: 'a|b',
      capabilities: { tools: true, vision: false, refusedSettings: ['seed', 'topP'] },
      contextTokens: 50,
      maxOutputTokens: 9,
      endsOn: '2027-02-01',
    });
    const all = withFallback([a, unknown]);
    expect(all.provider.modelInfo?.(all.model)?.capabilities).toEqual({ refusedSettings: ['seed'] });
    const none = withFallback([unknown]);
    expect(none.provider.modelInfo?.(none.model)).toBeUndefined();
  });

  it('keeps a price that is the same, and knows each target by its own name', () => {
    const same = withFallback([a, info('a2', { price: { input: 1, output: 2 } })]);
    expect(same.provider.modelInfo?.(same.model)?.price).toEqual({ input: 1, output: 2 });
    const nested = withFallback([withFallback([unknown, b]), a]);
    expect(nested.provider.modelInfo?.('b/b')?.price).toEqual({ input: 1, output: 3 });
    expect(nested.provider.modelInfo?.('nobody/b')).toBeUndefined();
    const knowsAll: Provider = { ...provider('k'), modelInfo: (id) => ({ id }) };
    expect(withFallback([targetOf(knowsAll)]).provider.modelInfo?.('other/model')).toBeUndefined();
  });

  it('has the name of its targets where they agree', () => {
    const one = withFallback([targetOf(provider('a'), 'm'), targetOf(provider('a'), 'm')]);
    expect([one.provider.name, one.model]).toEqual(['a', 'm']);
    const two = withFallback([targetOf(provider('a'), 'm'), targetOf(provider('b'), 'n')]);
    expect([two.provider.name, two.model]).toEqual(['fallback', 'm|n']);
  });

  it('lets each target be asked in the way that it takes: output, and tools', async () => {
    const schema = { type: 'object', properties: { n: { type: 'number' } }, required: ['n'] } as const;
    const native = scriptedProvider([{ error: scriptedError('server') }], {
      name: 'native',
      models: [{ id: 'm', capabilities: { structuredOutput: true, tools: true } }],
    });
    const plain = provider('plain', { calls: [{ name: 'final_answer', input: { n: 5 } }] });
    const agent = new Agent({ ...withFallback([targetOf(native), targetOf(plain)]), output: schema });
    expect((await agent.run('go')).output).toEqual({ n: 5 });
    expect(native.requests[0]).toMatchObject({ output: { schema }, tools: [] });
    expect(plain.requests[0]).toMatchObject({ tools: [{ name: 'final_answer' }] });
    expect(plain.requests[0]?.output).toBeUndefined();

    const clock = defineTool({
      name: 'clock',
      description: 'The time',
      input: { type: 'object' },
      execute: () => 'noon',
    });
    const able = scriptedProvider([{ error: scriptedError('server') }, 'Noon.'], { name: 'able' });
    const unable = scriptedProvider([{ text: '<tool_call>{"name":"clock","arguments":{}}</tool_call>' }], {
      name: 'unable',
      models: [{ id: 'm', capabilities: { tools: false } }],
    });
    const mixed = new Agent({ ...withFallback([targetOf(able), targetOf(unable)]), tools: [clock] });
    const result = await mixed.run('What time is it?');
    expect(result.text).toBe('Noon.');
    expect(result.calls.lastResult('clock')).toBe('noon');
    expect(able.requests.map(({ tools }) => tools.length)).toEqual([1, 1]);
    expect(unable.requests.map(({ tools }) => tools.length)).toEqual([0]);
  });
});
