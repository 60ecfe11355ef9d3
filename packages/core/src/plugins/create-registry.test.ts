import { describe, expect, it } from 'vitest';
import { type AnyTool, createRegistry, defineTool, type Toolset } from '@pegboard/core';
import { scriptedProvider } from '@pegboard/testing';

const make = (name: string): AnyTool =>
  defineTool({ name, description: name, input: { type: 'object' }, execute: () => 1 });
const tools = ['weather_now', 'weather_week', 'shell'].map(make);
const openai = scriptedProvider([], { name: 'openai', otherwise: 'from openai' });
const local = scriptedProvider([], { name: 'local', otherwise: 'from local' });
const registry = createRegistry({ providers: [openai, local], tools });

describe('createRegistry', () => {
  it('finds providers and models by name', () => {
    expect(registry.provider('local')).toBe(local);
    expect(registry.model('openai/gpt-6-astra')).toEqual({ provider: openai, model: 'gpt-6-astra' });
    expect(registry.model('local/org/model:7b').model).toBe('org/model:7b');
  });

  it('makes agents from names', async () => {
    const agent = registry.agent({
      model: 'openai/gpt-6-astra',
      tools: ['weather_*'],
      instructions: 'Be brief',
      name: 'scout',
    });
    expect(agent.name).toBe('scout');
    expect(await agent.run('Hi')).toMatchObject({ text: 'from openai' });
    expect(openai.requests.at(-1)).toMatchObject({
      model: 'gpt-6-astra',
      tools: [{ name: 'weather_now' }, { name: 'weather_week' }],
    });
  });

  it('gives an agent no tools unless asked, and takes tools and toolsets of its own', async () => {
    await registry.agent({ model: 'local/rules' }).run('Hi');
    expect(local.requests.at(-1)?.tools).toEqual([]);
    const toolset: Toolset = { list: () => [make('late')] };
    await registry.agent({ model: 'local/rules', tools: ['shell', make('own'), toolset] }).run('Hi');
    expect(local.requests.at(-1)?.tools.map((tool) => tool.name)).toEqual(['shell', 'own', 'late']);
  });

  it.each([
    [
      'an unknown provider',
      () => registry.model('opneai/x'),
      /no provider "opneai".*openai, local.*Did you mean "openai"/,
    ],
    ['a model without provider', () => registry.model('gpt-6-astra'), /"gpt-6-astra".*"openai\/gpt-6-astra"/],
    ['no model', () => registry.model('openai/'), /got "openai\/"/],
    ['no name', () => registry.model(undefined as never), /got "undefined"/],
    [
      'an unknown tool',
      () => registry.agent({ model: 'local/rules', tools: ['shel'] }),
      /Did you mean "shell"/,
    ],
    ['an unknown exclusion', () => registry.tools(['*', '!shel']), /"shel"/],
    [
      'an unknown option',
      () => registry.agent({ model: 'local/rules', instruction: 'x' } as never),
      /Did you mean "instructions"/,
    ],
    [
      'two providers of one name',
      () => createRegistry({ providers: [openai, scriptedProvider([], { name: 'openai' })] }),
      /Two providers are named "openai"/,
    ],
    [
      'two tools of one name',
      () => createRegistry({ tools: [make('a'), make('a')] }),
      /Two tools are named "a"/,
    ],
    ['what is no tool', () => createRegistry({ tools: [{ name: 'a' } as never] }), /no tool/],
    [
      'no tool in a selection',
      () => registry.agent({ model: 'local/rules', tools: [null as never] }),
      /no tool/,
    ],
  ])('refuses %s', (_, work, message) => {
    expect(work).toThrow(message);
    expect(work).toThrow(expect.objectContaining({ name: 'ConfigError' }) as Error);
  });

  it('without anything says what to add', () => {
    expect(() => createRegistry({}).provider('openai')).toThrow(/No provider was given.*createRegistry/);
  });
});
