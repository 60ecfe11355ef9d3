import { describe, expect, it } from 'vitest';
import { Agent, inProcessMemory } from '@pegboard/core';
import { createRegistry, type Plugin } from '@pegboard/core/plugin';
import { handoff } from '@pegboard/core/tools';
import { scriptedError, scriptedProvider } from '@pegboard/testing';
import { makePlugin, makeTool } from './plugin.test-util.ts';

const version = (text: string): Plugin =>
  makePlugin('moving', { version: text, gives: { tools: [makeTool('ask', text)] } });
const call = { calls: [{ name: 'moving_ask', args: {} }] };

describe('an agent of a registry', () => {
  it('is an agent, whose options are those of the registry as it is', async () => {
    const provider = scriptedProvider([], { name: 'acme' });
    await using registry = createRegistry({ providers: [provider], plugins: [version('1.0.0')] });
    await registry.ready();
    const agent = registry.agent({
      model: 'acme/large',
      tools: ['moving_*'],
      name: 'scout',
      limits: { turns: 3 },
    });
    expect(agent).toBeInstanceOf(Agent);
    expect(agent.options).toMatchObject({ provider, model: 'large', limits: { turns: 3 } });
    expect(agent.options.tools).toMatchObject([{ name: 'moving_ask', version: '1.0.0' }]);
    await registry.swap('moving', version('1.1.0'));
    expect(agent.options.tools).toMatchObject([{ version: '1.1.0' }]);
    await registry.dispose();
    expect(agent.name).toBe('scout');
    expect(agent.options.tools).toMatchObject([{ version: '1.1.0' }]);
    await expect(agent.run('Hi')).rejects.toThrow(/disposed of/);
  });

  it('takes a memory by name, and models to fall back on', async () => {
    const memory = inProcessMemory();
    const busy = scriptedProvider([{ error: scriptedError('overloaded') }], {
      name: 'busy',
    });
    const spare = scriptedProvider(['from spare'], { name: 'spare' });
    const kept = makePlugin('kept', { gives: { memories: { kept: memory } } });
    await using registry = createRegistry({ providers: [busy, spare], plugins: [kept] });
    await registry.ready();
    const agent = registry.agent({
      model: 'busy/a',
      fallback: ['spare/b'],
      memory: 'kept',
      modelRetries: false,
    });
    const { text } = await agent.run('Hi', { thread: 't' });
    expect(text).toBe('from spare');
    expect(await memory.load('t', { signal: new AbortController().signal })).toHaveLength(2);
    expect(() => registry.agent({ model: 'busy/a', memory: 'keep' })).toThrow(
      /no memory "keep".*There are kept/,
    );
    expect(() => registry.agent({ model: 'busy/a', fallback: ['spar/b'] })).toThrow(/no provider "spar"/);
  });

  it('is a tool of others, and can be handed over to', async () => {
    const provider = scriptedProvider(
      [call, 'inner', { calls: [{ name: 'transfer_to_inner' }] }, call, 'over'],
      {
        name: 'acme',
      },
    );
    await using registry = createRegistry({ providers: [provider], plugins: [version('1.0.0')] });
    await registry.ready();
    const inner = registry.agent({ model: 'acme/any', tools: ['moving_*'], name: 'inner' });
    const asked = inner.asTool({ name: 'ask_inner', description: 'Asks' });
    const outer = scriptedProvider([{ calls: [{ name: 'ask_inner', args: { prompt: 'Which?' } }] }, 'ok']);
    const result = await new Agent({ provider: outer, model: 'any', tools: [asked] }).run('Ask');
    expect(result.calls.lastResult('ask_inner')).toBe('inner');
    await registry.swap('moving', version('1.1.0'));
    const tools = [handoff(inner, { description: 'Knows more' })];
    const over = await registry.agent({ model: 'acme/any', tools }).run('Hand over');
    expect(over.calls.lastResult('moving_ask')).toBe('1.1.0');
  });

  it('resumes as a stream with what the registry then has', async () => {
    const provider = scriptedProvider([call, 'done'], { name: 'acme' });
    await using registry = createRegistry({ providers: [provider], plugins: [version('1.0.0')] });
    await registry.ready();
    const agent = registry.agent({ model: 'acme/any', tools: ['moving_*'], approval: ['moving_ask'] });
    const { state, pending } = await agent.run('Which?');
    await registry.swap('moving', version('1.1.0'));
    const approvals = { [pending[0]?.callId ?? '']: true };
    const types: string[] = [];
    for await (const { type } of agent.resumeStream(state, { approvals })) types.push(type);
    expect(types).toContain('tool-result');
    expect(types.at(-1)).toBe('run-end');
  });

  it('has sessions that go on in one conversation, in every way of running them', async () => {
    const script = ['one', 'two', call, 'three', call, 'four'];
    const provider = scriptedProvider(script, { name: 'acme' });
    await using registry = createRegistry({ providers: [provider], plugins: [version('1.0.0')] });
    await registry.ready();
    const session = registry.agent({ model: 'acme/any', tools: ['moving_*'] }).session({ thread: 'mine' });
    expect(session.thread).toBe('mine');
    expect(await session.turn({ prompt: 'First' })).toMatchObject({ text: 'one' });
    expect(await session.run('Second')).toMatchObject({ text: 'two' });
    let text = '';
    for await (const piece of session.stream('Third').text) text += piece;
    expect(text).toBe('three');
    expect(session.calls.count()).toBe(1);
    const paused = await session.run('Fourth', { approval: ['moving_ask'] });
    const approvals = { [paused.pending[0]?.callId ?? '']: true };
    expect(await session.resumeStream(paused.state, { approvals }).result).toMatchObject({ text: 'four' });
    expect(session.calls.all.map(({ phase }) => phase)).toEqual(['settled', 'settled']);
    expect(provider.requests.at(-1)?.messages.filter(({ role }) => role === 'user')).toHaveLength(4);
  });
});

describe('commands of plugins', () => {
  it('are listed with their owner, and run', async () => {
    const seen: unknown[] = [];
    const command = {
      name: 'mail',
      description: 'Sends mail',
      run: (args: readonly string[]) => (seen.push(args), 3),
    };
    await using registry = createRegistry({
      plugins: [
        makePlugin('post', { gives: { commands: [command] } }),
        makePlugin('other', { gives: { commands: [command] } }),
      ],
    });
    await registry.ready();
    expect(registry.commands).toMatchObject([{ name: 'mail', description: 'Sends mail', plugin: 'post' }]);
    expect(registry.diagnostics).toMatchObject([
      { plugin: 'other', cause: 'its command "mail" has the name of one of plugin "post"' },
    ]);
    const ctx = {
      signal: new AbortController().signal,
      write: () => undefined,
      writeError: () => undefined,
      tools: () => [],
      toolsets: [],
    };
    expect(await registry.commands[0]?.run(['send'], ctx)).toBe(3);
    expect(seen).toEqual([['send']]);
  });
});
