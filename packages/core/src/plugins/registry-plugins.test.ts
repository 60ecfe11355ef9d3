import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { inProcessMemory, type Toolset } from '@pegboard/core';
import { createRegistry, definePlugin, type Plugin } from '@pegboard/core/plugin';
import { scriptedProvider } from '@pegboard/testing';
import * as z from 'zod';
import { makePlugin, makeTool, never, until } from './plugin.test-util.ts';

const names = (tools: readonly { readonly name: string }[]): readonly string[] =>
  tools.map(({ name }) => name);

describe('what a plugin brings', () => {
  it('is found by name once the registry is ready, and by plugin:name', async () => {
    const memory = inProcessMemory();
    const provider = scriptedProvider([], { name: 'acme' });
    const gives = { tools: [makeTool('now')], providers: [provider], memories: { kept: memory } };
    await using registry = createRegistry({ plugins: [makePlugin('weather', { gives })] });
    await registry.ready();
    expect(registry.provider('acme')).toBe(provider);
    expect(registry.model('acme/large').provider).toBe(provider);
    expect(registry.memory('kept')).toBe(memory);
    expect(names(registry.tools(['weather_*']))).toEqual(['weather_now']);
    expect(registry.tools(['weather:now'])).toEqual(registry.tools(['weather_now']));
    expect(registry.tools(['*', '!weather:now'])).toEqual([]);
    expect(registry.get('weather')).toMatchObject({
      state: 'ready',
      api: 1,
      namespace: 'weather',
      tools: ['weather_now'],
      providers: ['acme'],
      memories: ['kept'],
    });
  });

  it.each([
    ['its name, made safe', {}, makePlugin('@acme/pegboard-weather'), 'acme_pegboard-weather_now'],
    ['its own namespace', {}, makePlugin('acme', { namespace: 'wx' }), 'wx_now'],
    ['what the application calls it', { as: 'sky' }, makePlugin('acme', { namespace: 'wx' }), 'sky_now'],
    ['what the application says', { as: 'sky', namespace: 'air' }, makePlugin('acme'), 'air_now'],
    ['nothing, where the application says so', { namespace: '' }, makePlugin('acme'), 'now'],
    ['nothing, for packages of Pegboard', {}, makePlugin('@pegboard/toolbox'), 'now'],
    ['it once, where its name has it', {}, makePlugin('now'), 'now_now'],
  ])('has %s in front of its tools', async (_, entry, bare, expected) => {
    const plugin: Plugin = { ...bare, setup: () => ({ tools: [makeTool('now')] }) };
    await using registry = createRegistry({ plugins: [{ plugin, ...entry }] });
    await registry.ready();
    expect(names(registry.tools())).toEqual([expected]);
  });

  it('is not prefixed twice', async () => {
    const plugin = makePlugin('weather', { gives: { tools: [makeTool('weather_now')] } });
    await using registry = createRegistry({ plugins: [plugin] });
    await registry.ready();
    expect(names(registry.tools())).toEqual(['weather_now']);
  });

  it('has the version of the plugin, where a tool has none of its own', async () => {
    const tools = [makeTool('a'), makeTool('b', 1, { version: '7.0.0' })];
    const plugin = makePlugin('odd', { version: '2.1.0', gives: { tools } });
    await using registry = createRegistry({ plugins: [plugin] });
    await registry.ready();
    expect(registry.tools().map(({ version }) => version)).toEqual(['2.1.0', '7.0.0']);
  });

  it('may be a toolset, whose tools agents find by glob while they run', async () => {
    let disposed = 0;
    const toolset: Toolset = {
      id: 'remote',
      list: () => [makeTool('read', 'text'), makeTool('drop')],
      [Symbol.asyncDispose]: async () => void disposed++,
    };
    const provider = scriptedProvider([{ calls: [{ name: 'files_read', args: {} }] }, 'done'], {
      name: 'acme',
    });
    const registry = createRegistry({
      providers: [provider],
      tools: [makeTool('own')],
      plugins: [makePlugin('files', { gives: { toolsets: [toolset] } })],
    });
    await registry.ready();
    const agent = registry.agent({ model: 'acme/any', tools: ['own', 'files_*', '!*_drop'] });
    const { calls } = await agent.run('Read');
    expect(names(provider.requests[0]?.tools ?? [])).toEqual(['own', 'files_read']);
    expect(calls.lastResult('files_read')).toBe('text');
    const lost = registry.agent({ model: 'acme/any', tools: ['files_reed'] });
    await expect(lost.run('Read')).rejects.toThrow(/"files_reed".*Did you mean "files_read"/);
    await registry.dispose();
    expect(disposed).toBe(1);
  });

  it('is asked for with a hint while it is not there yet, or has failed', async () => {
    const broken = makePlugin('broken', { setup: () => Promise.reject(new RangeError('no')) });
    await using registry = createRegistry({ plugins: [broken] });
    expect(() => registry.provider('acme')).toThrow(
      /Await registry\.ready\(\) first: plugin "broken" is not/,
    );
    expect(() => registry.tools(['broken_x'])).toThrow(/Await registry\.ready\(\) first/);
    await registry.ready();
    expect(() => registry.provider('acme')).toThrow(/See registry\.diagnostics: plugin "broken" failed/);
  });
});

describe('set-up', () => {
  it('is given the config as its schema has it', async () => {
    const seen: { readonly unit: 'c' | 'f'; readonly days: number }[] = [];
    const plugin = definePlugin({
      name: 'weather',
      api: 1,
      config: z.object({ unit: z.enum(['c', 'f']).default('c'), days: z.coerce.number() }),
      setup({ config, name }) {
        expect(name).toBe('wx');
        seen.push(config);
      },
    });
    await using registry = createRegistry({ plugins: [{ plugin, as: 'wx', config: { days: '3' } }] });
    await registry.ready();
    expect(registry.diagnostics).toEqual([]);
    expect(seen).toEqual([{ unit: 'c', days: 3 }]);
  });

  it('shows no text of a config that does not fit, nor a key in what it throws or logs', async () => {
    const key = 'sk-live-0123456789';
    const config = z.object({ apiKey: z.string().regex(/^pk-/) });
    const wrong = definePlugin({ name: 'wrong', api: 1, config, setup: () => ({}) });
    const leaky = makePlugin('leaky', {
      setup({ log }) {
        log(`trying ${key}`, 'debug');
        throw new RangeError(`401 for ${key}`);
      },
    });
    const lines: unknown[] = [];
    await using registry = createRegistry({
      plugins: [
        { plugin: wrong, config: { apiKey: key } },
        { plugin: leaky, config: { auth: { value: key } } },
      ],
      onLog: (line) => lines.push(line),
    });
    await registry.ready();
    expect(registry.diagnostics.map(({ cause }) => cause)).toEqual([
      expect.stringMatching(/^its config does not fit:\n- apiKey: /),
      '401 for [redacted]',
    ]);
    expect(registry.diagnostics.map(({ cause }) => cause).join()).not.toContain(key);
    expect(lines).toEqual([{ plugin: 'leaky', level: 'debug', message: 'trying [redacted]' }]);
    expect(inspect(registry.diagnostics, { depth: 9 })).not.toContain(key);
  });

  it('shows no declared variable either, nor what caused an error that would', async () => {
    const value = 'env-0123456789';
    const broken = makePlugin('broken', {
      required: true,
      permissions: { env: ['ACME_TOKEN'] },
      setup({ env }) {
        throw new RangeError('refused', { cause: new TypeError(`401 for ${env.ACME_TOKEN ?? ''}`) });
      },
    });
    await using registry = createRegistry({ plugins: [broken], brokers: { env: () => value } });
    const failure: unknown = await registry.ready().catch((error: unknown) => error);
    expect(failure).toMatchObject({
      name: 'ConfigError',
      message: expect.stringMatching(/refused/) as string,
    });
    expect(inspect([failure, registry.diagnostics], { depth: 9 })).not.toContain(value);
  });

  it('goes on where whoever keeps the log throws', async () => {
    const chatty = makePlugin('chatty', { setup: ({ log }) => log('hello') });
    await using registry = createRegistry({
      plugins: [chatty],
      onLog() {
        throw new RangeError('disk full');
      },
    });
    await registry.ready();
    expect(registry.diagnostics).toEqual([]);
  });

  it('that overran is told to stop, and what it delivers late is disposed of', async () => {
    const done: string[] = [];
    let deliver = (): void => undefined;
    const late = makePlugin('late', {
      async setup({ onDispose, signal }) {
        onDispose(() => void done.push('before'));
        await new Promise<void>((resolve) => (deliver = resolve));
        done.push(signal.aborted ? 'told' : 'not told');
        onDispose(() => void done.push('after'));
        return {
          tools: [makeTool('x')],
          toolsets: [{ list: () => [], [Symbol.asyncDispose]: async () => void done.push('toolset') }],
        };
      },
    });
    await using registry = createRegistry({ plugins: [late], deadlines: { setupMs: 20 } });
    await registry.ready();
    expect(done).toEqual(['before']);
    deliver();
    await until(() => done.length === 4);
    expect(done).toEqual(['before', 'told', 'after', 'toolset']);
    expect(registry.tools()).toEqual([]);
  });

  it('that fails leaves nothing behind', async () => {
    const done: string[] = [];
    const broken = makePlugin('broken', {
      setup({ onDispose }) {
        onDispose(() => void done.push('connection'));
        return { tools: [makeTool('a')], providers: [{ name: 'nothing' } as never] };
      },
    });
    await using registry = createRegistry({ plugins: [broken] });
    await registry.ready();
    expect(done).toEqual(['connection']);
    expect(registry.tools()).toEqual([]);
    expect(registry.diagnostics).toMatchObject([{ stage: 'setup', hint: 'Make it a list of providers' }]);
  });
});

describe('add', () => {
  it('brings a plugin in, and its remover takes all of it out', async () => {
    const done: string[] = [];
    const plugin = makePlugin('extra', {
      setup({ onDispose, signal }) {
        signal.addEventListener('abort', () => done.push('aborted'));
        onDispose(() => void done.push('disposed'));
        return { tools: [makeTool('a')], providers: [scriptedProvider([], { name: 'acme' })] };
      },
    });
    await using registry = createRegistry();
    const remove = registry.add(plugin);
    expect(registry.get('extra')).toMatchObject({ state: 'found' });
    await registry.ready();
    expect(registry.tools()).toHaveLength(1);
    await remove();
    await remove();
    expect(done).toEqual(['aborted', 'disposed']);
    expect(registry.tools()).toEqual([]);
    expect(() => registry.provider('acme')).toThrow(/no provider/);
    expect(registry.plugins).toEqual([]);
  });

  it('is undone by a remover that comes before the set-up is over', async () => {
    let set = 0;
    await using registry = createRegistry();
    const remove = registry.add(makePlugin('extra', { setup: () => void set++ }));
    await remove();
    expect(registry.plugins).toEqual([]);
    await registry.ready();
    expect(set).toBe(0);
  });

  it('brings in a plugin whose name one has that failed', async () => {
    const broken = makePlugin('twin', { setup: () => Promise.reject(new RangeError('no')) });
    await using registry = createRegistry({ plugins: [broken] });
    await registry.ready();
    registry.add(makePlugin('twin', { gives: { tools: [makeTool('a')] } }));
    await registry.ready();
    expect(registry.get('twin')).toMatchObject({ state: 'ready' });
    await registry.remove('twin');
    expect(registry.plugins).toMatchObject([{ name: 'twin', state: 'failed' }]);
  });

  it('sets plugins that are added in one go up side by side, with the services of each other', async () => {
    const clock = { service: 'clock' };
    await using registry = createRegistry();
    registry.add(makePlugin('user', { needs: [clock] }));
    registry.add(makePlugin('maker', { gives: { services: [{ token: clock, value: 1 }] } }));
    await registry.ready();
    expect(registry.diagnostics).toEqual([]);
  });

  it.each([
    ['an unknown option', () => createRegistry({ plugin: [] } as never), /no option "plugin".*"plugins"/],
    [
      'an unknown option of an entry',
      () => createRegistry({ plugins: [{ plugin: makePlugin('a'), confg: {} } as never] }),
      /no option "confg".*"config"/,
    ],
    ['an unknown deadline', () => createRegistry({ deadlines: { setUpMs: 1 } as never }), /"setupMs"/],
  ])('refuses %s', (_, work, message) => {
    expect(work).toThrow(message);
  });
});

describe('dispose', () => {
  it('lets plugins leave, last first, again is fine, and nothing comes in afterwards', async () => {
    const done: string[] = [];
    const leaving = (name: string): Plugin =>
      makePlugin(name, { setup: ({ onDispose }) => onDispose(() => void done.push(name)) });
    const registry = createRegistry({ plugins: ['a', 'b', 'c'].map(leaving) });
    await registry.ready();
    await Promise.all([registry.dispose(), registry[Symbol.asyncDispose]()]);
    expect(done).toEqual(['c', 'b', 'a']);
    expect(registry.plugins.map(({ state }) => state)).toEqual(['disposed', 'disposed', 'disposed']);
    expect(() => registry.add(leaving('d'))).toThrow(/disposed of/);
    expect(() => registry.tools()).toThrow(/disposed of/);
    await expect(registry.swap('a', leaving('a'))).rejects.toThrow(/disposed of/);
  });

  it('does not wait for a set-up that hangs', async () => {
    const registry = createRegistry({ plugins: [makePlugin('slow', { setup: () => never })] });
    await registry.dispose();
    expect(registry.get('slow')).toMatchObject({ state: 'failed' });
    expect(registry.diagnostics).toEqual([]);
  });

  it('lets a listener of diagnostics that throws be', async () => {
    const registry = createRegistry({
      plugins: [{}],
      onDiagnostic() {
        throw new RangeError('no');
      },
    });
    await registry.ready();
    expect(registry.diagnostics).toHaveLength(1);
  });
});
