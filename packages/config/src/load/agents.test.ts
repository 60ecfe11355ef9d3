import { describe, expect, it } from 'vitest';
import { defineTool, inProcessMemory, type JsonObject } from '@pegboard/core';
import { definePlugin } from '@pegboard/core/plugin';
import { loadPegboard, type Pegboard } from '@pegboard/config';
import { scriptedError, scriptedProvider, type ScriptedProvider, type ScriptedTurn } from '@pegboard/testing';
import { project } from '../project.test-util.ts';

interface Made {
  readonly pegboard: Pegboard;
  readonly provider: ScriptedProvider;
  readonly attempts: Record<string, number>;
}

/** Agents of a YAML text, on a scripted model, with a few tools. */
async function make(yaml: string, turns: readonly ScriptedTurn[] = []): Promise<Made> {
  const provider = scriptedProvider(turns, { name: 'test', otherwise: 'done' });
  const attempts: Record<string, number> = {};
  const tool = (name: string, more: object = {}, work: () => unknown = () => 'ran') =>
    defineTool({
      name,
      description: name,
      input: { type: 'object', properties: { path: { type: 'string' } } },
      execute: () => {
        attempts[name] = (attempts[name] ?? 0) + 1;
        return work();
      },
      ...more,
    });
  const fails = (): never => {
    throw new TypeError('not yet');
  };
  const plugin = definePlugin({
    name: 'kit',
    api: 1,
    namespace: '',
    setup: () => ({
      providers: [provider],
      memories: { shelf: inProcessMemory() },
      tools: [
        tool('delete_file'),
        tool('read_file'),
        tool('shell'),
        tool('flaky', { effects: { idempotent: true } }, fails),
        tool('once', {}, fails),
        tool('slow', { effects: { idempotent: true } }, () => new Promise(() => {})),
      ],
    }),
  });
  const cwd = project({ 'pegboard.config.yaml': yaml }, ['core', 'provider-local']);
  const pegboard = await loadPegboard({ cwd, env: {}, overrides: { plugins: [plugin] } });
  return { pegboard, provider, attempts };
}

function calling(...calls: readonly (readonly [name: string, input?: JsonObject])[]): ScriptedTurn {
  return { calls: calls.map(([name, input = {}]) => ({ name, input })) };
}

it('a provider that nobody knows is told with the nearest one', async () => {
  const cwd = project({ 'pegboard.config.yaml': 'model: opnai/x\nagents: { a: {}, b: { model: acme/x } }' }, [
    'provider-local',
    'core',
  ]);
  await using pegboard = await loadPegboard({ cwd, env: {} });
  expect(pegboard.diagnostics).toMatchObject([
    { name: 'a', cause: 'there is no provider "opnai"', hint: 'Did you mean "openai"?' },
    { name: 'b', cause: 'there is no provider "acme"', hint: expect.stringContaining('under plugins') },
  ]);
});

describe('agents of a configuration', () => {
  it('take tools by name and glob, and what they do not say from the top', async () => {
    const yaml =
      'model: test/m\ninstructions: All.\ntools: [shell]\nsettings: { temperature: 0, seed: 1 }\nagents:\n  a: {}\n  b: { tools: ["*_file", "!delete_*"], instructions: Own., settings: { seed: 2 } }';
    const { pegboard, provider } = await make(yaml);
    expect(pegboard.diagnostics).toEqual([]);
    await pegboard.agent('a').run('x');
    await pegboard.agent('b').run('x');
    const told = provider.requests.map(({ tools, messages, settings }) => [
      tools.map(({ name }) => name),
      messages[0],
      settings,
    ]);
    expect(told).toMatchObject([
      [['shell'], { role: 'system', content: [{ text: 'All.' }] }, { temperature: 0, seed: 1 }],
      [['read_file'], { content: [{ text: 'Own.' }] }, { temperature: 0, seed: 2 }],
    ]);
    expect(pegboard.agent().name).toBe('a');
    expect(() => pegboard.agent('c')).toThrow(/no agent "c".*a, b/);
  });

  it('one without a name is there when none is configured', async () => {
    const { pegboard } = await make('model: test/m');
    expect(Object.keys(pegboard.agents)).toEqual(['agent']);
    expect((await pegboard.agent().run('x')).text).toBe('done');
  });

  it('ask a person by name, glob, and conditions on arguments; rules of the top hold for all', async () => {
    const yaml =
      'model: test/m\ntools: ["*"]\napproval: [sh*]\nagents: { a: { approval: [{ tool: delete_file, when: { path: ".env*" }, reason: secrets }] } }';
    const { pegboard } = await make(yaml, [
      calling(
        ['shell'],
        ['delete_file', { path: '.env.local' }],
        ['delete_file', { path: 'a.txt' }],
        ['read_file', { path: '.env' }],
      ),
    ]);
    const result = await pegboard.agent('a').run('x');
    expect(result.status).toBe('paused');
    expect(result.pending.map(({ name, input, reason }) => [name, input['path'], reason])).toEqual([
      ['shell', undefined, undefined],
      ['delete_file', '.env.local', 'secrets'],
    ]);
  });

  it('run failed calls again as toolConfig says, where that is harmless', async () => {
    const yaml = 'model: test/m\ntools: ["*"]\ntoolConfig: { retries: 2, retryDelayMs: 1 }';
    const { pegboard, attempts } = await make(yaml, [calling(['flaky'], ['once'])]);
    await pegboard.agent().run('x');
    expect(attempts).toEqual({ flaky: 3, once: 1 });
  });

  it('do so for calls that a person has approved, too', async () => {
    const yaml =
      'model: test/m\ntools: ["*"]\napproval: [flaky]\ntoolConfig: { retries: 2, retryDelayMs: 1 }';
    const { pegboard, attempts } = await make(yaml, [calling(['flaky'])]);
    const agent = pegboard.agent();
    const { state, pending } = await agent.run('x');
    await agent.resume(state, { approvals: { [pending[0]?.callId ?? '']: true } });
    expect(attempts).toEqual({ flaky: 3 });
  });

  it('end calls after the time that toolConfig gives', async () => {
    const { pegboard } = await make('model: test/m\ntools: [slow]\ntoolConfig: { timeoutMs: 30 }', [
      calling(['slow']),
    ]);
    const { calls } = await pegboard.agent().run('x');
    expect(calls.last('slow')).toMatchObject({ status: 'failed', error: expect.stringMatching(/30 ms/) });
  });

  it('go on with the next model of fallback', async () => {
    const { pegboard } = await make('model: test/m\nfallback: [local/echo]\nmodelRetries: false', [
      { error: scriptedError('overloaded') },
    ]);
    expect((await pegboard.agent().run('Hello')).text).toContain('Hello');
  });

  it('stop at their limits', async () => {
    const { pegboard } = await make(
      'model: test/m\ntools: [shell]\nlimits: { turns: 2 }\nrepeatLimit: false',
      [calling(['shell']), calling(['shell']), calling(['shell'])],
    );
    expect(await pegboard.agent().run('x')).toMatchObject({
      status: 'stopped',
      stopReason: 'max-turns',
      turns: 2,
    });
  });

  it.each(['in-process', 'shelf'])('remember in the memory %s', async (memory) => {
    const { pegboard, provider } = await make(`model: test/m\nmemory: ${memory}`);
    await pegboard.agent().run('one', { thread: 't' });
    await pegboard.agent().run('two', { thread: 't' });
    expect(provider.requests[1]?.messages.filter(({ role }) => role === 'user')).toHaveLength(2);
  });

  it('give values of a schema', async () => {
    const yaml =
      'model: test/m\noutput: { type: object, properties: { city: { type: string } }, required: [city] }\noutputMode: prompt';
    const { pegboard } = await make(yaml, ['{"city":"Lima"}']);
    expect((await pegboard.agent().run('x')).output).toEqual({ city: 'Lima' });
  });

  it.each([
    [
      'agents: { a: { model: test/m, tools: [shel] }, b: { model: test/m } }',
      /No tool matches "shel".*Did you mean "shell"/,
    ],
    ['agents: { a: { model: tset/m }, b: { model: test/m } }', /no provider "tset"/],
    ['agents: { a: { model: test/m, memory: shelv }, b: { model: test/m } }', /no memory "shelv"/i],
    ['agents: { a: {}, b: { model: test/m } }', /no model/],
  ])('that cannot be made are diagnostics: %s', async (yaml, cause) => {
    const { pegboard } = await make(yaml);
    expect(Object.keys(pegboard.agents)).toEqual(['b']);
    expect(pegboard.diagnostics).toMatchObject([
      { about: 'agent', name: 'a', severity: 'error', cause: expect.stringMatching(cause) },
    ]);
    expect(pegboard.diagnostics[0]?.where).toMatch(/^pegboard\.config\.yaml:1:\d+$/);
  });
});
