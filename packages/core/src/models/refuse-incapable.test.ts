import { describe, expect, it } from 'vitest';
import { Agent, defineTool, image, type ModelInfo } from '@pegboard/core';
import { withFallback } from '@pegboard/core/models';
import { scriptedProvider } from '@pegboard/testing';

const clock = defineTool({
  name: 'clock',
  description: 'The time',
  input: { type: 'object' },
  execute: () => 'noon',
});
const blind: ModelInfo = {
  id: 'blind',
  capabilities: { vision: false, tools: false },
  maxOutputTokens: 100,
  checkedOn: '2026-11-20',
};
const seeing: ModelInfo = { id: 'seeing', capabilities: { vision: true, tools: true } };

const setup = (model: string) => {
  const provider = Object.assign(scriptedProvider(['Done.'], { models: [blind, seeing] }), {
    knownModels: () => [blind, seeing],
  });
  return { provider, agent: new Agent({ provider, model }) };
};
const look = [{ type: 'text', text: 'Look' } as const, image('https://example.com/a.png')];

describe('an agent whose model cannot do what is asked', () => {
  it('fails before anything is sent, and names a model that can', async () => {
    const { provider, agent } = setup('blind');
    await expect(agent.run(look)).rejects.toMatchObject({
      name: 'RunError',
      code: 'config',
      message: expect.stringContaining('blind reads no images') as string,
    });
    await expect(agent.run(look)).rejects.toThrow('Use seeing of scripted');
    expect(provider.requests).toHaveLength(0);
  });

  it('asks for no more tokens than the model writes', async () => {
    const { agent } = setup('blind');
    await expect(agent.run('Hi', { settings: { maxTokens: 200 } })).rejects.toThrow(
      'writes at most 100 tokens',
    );
    expect((await agent.run('Hi', { settings: { maxTokens: 100 } })).status).toBe('done');
  });

  it('asks a model that can, and one of which nothing is known', async () => {
    for (const model of ['seeing', 'unheard-of'])
      expect((await setup(model).agent.run(look)).status).toBe('done');
  });

  it('uses the text protocol for tools, unless native calls were demanded', async () => {
    const { agent } = setup('blind');
    expect((await agent.run('Hi', { tools: [clock] })).status).toBe('done');
    await expect(setup('blind').agent.run('Hi', { tools: [clock], toolProtocol: 'native' })).rejects.toThrow(
      'calls no tools',
    );
  });

  it('of several targets only the one that is asked counts', async () => {
    const { provider } = setup('seeing');
    const target = withFallback([{ provider, model: 'seeing' }]);
    expect((await new Agent({ ...target }).run(look)).status).toBe('done');
  });
});
