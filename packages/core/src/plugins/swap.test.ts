import { describe, expect, it } from 'vitest';
import { defineTool, type RunResult } from '@pegboard/core';
import {
  createRegistry,
  definePlugin,
  defineService,
  offer,
  type Plugin,
  type Registry,
} from '@pegboard/core/plugin';
import { scriptedProvider } from '@pegboard/testing';
import { makePlugin, makeTool, never, until } from './plugin.test-util.ts';

const done: string[] = [];

/** `moving_ask` says the version, when `gate` lets it. */
function makeVersion(version: string, gate: Promise<void> = Promise.resolve(), approval = false): Plugin {
  return makePlugin('moving', {
    version,
    setup: ({ onDispose }) => {
      onDispose(() => void done.push(version));
      const ask = defineTool({
        name: 'ask',
        description: 'Says its version',
        input: { type: 'object' },
        approval,
        execute: async () => {
          await gate;
          return version;
        },
      });
      return { tools: [ask] };
    },
  });
}

async function start(plugin: Plugin, plugins: readonly Plugin[] = []): Promise<Registry> {
  done.length = 0;
  const call = { calls: [{ name: 'moving_ask', args: {} }] };
  const script = [call, 'first', call, 'second', call, 'third'];
  const registry = createRegistry({
    providers: [scriptedProvider(script, { name: 'acme' })],
    plugins: [plugin, ...plugins],
    deadlines: { drainMs: false },
  });
  await registry.ready();
  return registry;
}

const spec = { model: 'acme/any', tools: ['moving_*'] };
const answer = (result: RunResult): unknown => result.calls.lastResult('moving_ask');

describe('swap', () => {
  it('leaves runs that have started with the old version, gives new ones the next, and then disposes of the old', async () => {
    let open = (): void => undefined;
    const gate = new Promise<void>((resolve) => (open = resolve));
    await using registry = await start(makeVersion('1.0.0', gate));
    const agent = registry.agent(spec);
    let inTool = false;
    const first = agent.run('Which?', { onEvent: ({ type }) => void (inTool ||= type === 'tool-start') });
    await until(() => inTool);
    const { drained } = await registry.swap('moving', makeVersion('1.1.0'));
    expect(registry.get('moving')).toMatchObject({ state: 'ready', version: '1.1.0' });
    expect(done).toEqual([]);
    open();
    expect(answer(await first)).toBe('1.0.0');
    await drained;
    expect(done).toEqual(['1.0.0']);
    const events: unknown[] = [];
    const second = await agent.run('Which?', { onEvent: (event) => events.push(event) });
    expect(answer(second)).toBe('1.1.0');
    expect(second.calls.last('moving_ask')).toMatchObject({ toolVersion: '1.1.0' });
    expect(events).toContainEqual(expect.objectContaining({ type: 'tool-start', version: '1.1.0' }));
  });

  it('pins streams when they begin, and sessions run by run', async () => {
    await using registry = await start(makeVersion('1.0.0'));
    const stream = registry.agent(spec).stream('Which?');
    const session = registry.agent(spec).session();
    await (
      await registry.swap('moving', makeVersion('1.1.0'))
    ).drained;
    expect(done).toEqual(['1.0.0']);
    let text = '';
    for await (const piece of stream.text) text += piece;
    expect(text).toBe('first');
    expect(answer(await stream.result)).toBe('1.1.0');
    expect(answer(await session.run('Which?'))).toBe('1.1.0');
    await (
      await registry.swap('moving', makeVersion('1.2.0'))
    ).drained;
    expect(answer(await session.turnStream({ prompt: 'Which?' }).result)).toBe('1.2.0');
    expect(session.calls.count('moving_ask')).toBe(2);
    expect(done).toEqual(['1.0.0', '1.1.0']);
  });

  it('changes nothing when the next version cannot be set up', async () => {
    const seen: unknown[] = [];
    const undone: string[] = [];
    await using registry = await start(makeVersion('1.0.0'), [
      makePlugin('other', { gives: { tools: [makeTool('b')] } }),
    ]);
    const before = registry.tools();
    const broken = makePlugin('moving', {
      setup({ onDispose }) {
        onDispose(() => void undone.push('undone'));
        throw new RangeError('no service today');
      },
    });
    await expect(registry.swap('moving', broken)).rejects.toThrow(
      /Plugin "moving" could not be brought in\. setup: .*not put in its place: no service today/,
    );
    const clashing = makePlugin('moving', { namespace: 'other', gives: { tools: [makeTool('b')] } });
    await expect(registry.swap('moving', clashing)).rejects.toThrow(/"other_b".*plugin "other"/);
    expect(undone).toEqual(['undone']);
    expect(done).toEqual([]);
    expect(registry.tools()).toEqual(before);
    expect(registry.get('moving')).toMatchObject({ state: 'ready', version: '1.0.0' });
    expect(registry.diagnostics).toMatchObject([{ severity: 'warning' }, { severity: 'warning' }]);
    seen.push(answer(await registry.agent(spec).run('Which?')));
    await registry.swap('moving', makeVersion('1.1.0'));
    expect(registry.diagnostics).toEqual([]);
    expect(seen).toEqual(['1.0.0']);
  });

  it('keeps name, config and grants, unless the next version says others', async () => {
    const seen: unknown[] = [];
    const noting = makePlugin('noting', { setup: ({ config, name }) => void seen.push([name, config]) });
    await using registry = createRegistry({ plugins: [{ plugin: noting, as: 'pad', config: { size: 1 } }] });
    await registry.ready();
    await registry.swap('pad', noting);
    await registry.swap(noting, { plugin: noting, config: { size: 2 } });
    await registry.swap('pad', { plugin: noting, as: 'book' });
    expect(seen).toEqual([
      ['pad', { size: 1 }],
      ['pad', { size: 1 }],
      ['pad', { size: 2 }],
      ['book', { size: 2 }],
    ]);
    await expect(registry.swap('pad', noting)).rejects.toThrow(/no plugin "pad" to replace.*There are book/);
  });

  it('brings in a plugin that had failed', async () => {
    await using registry = await start(
      makePlugin('moving', { setup: () => Promise.reject(new RangeError('no')) }),
    );
    expect(registry.get('moving')).toMatchObject({ state: 'failed' });
    await registry.swap('moving', makeVersion('2.0.0'));
    expect(registry.diagnostics).toEqual([]);
    expect(answer(await registry.agent(spec).run('Which?'))).toBe('2.0.0');
  });

  it('sets plugins that use its services up anew, and rolls back with them', async () => {
    const clock = defineService<string>('clock');
    const maker = (time: string): Plugin =>
      makePlugin('maker', {
        setup({ onDispose }) {
          onDispose(() => void done.push(`maker ${time}`));
          return { services: [offer(clock, time)] };
        },
      });
    const user = definePlugin({
      name: 'moving',
      api: 1,
      needs: [clock],
      setup({ services, onDispose }) {
        const time = services.get(clock);
        if (time === 'never') throw new RangeError('no such time');
        onDispose(() => void done.push(`user ${time}`));
        return { tools: [makeTool('ask', time)] };
      },
    });
    await using registry = await start(user, [maker('morning')]);
    await (
      await registry.swap('maker', maker('noon'))
    ).drained;
    expect(done).toEqual(['user morning', 'maker morning']);
    expect(answer(await registry.agent(spec).run('When?'))).toBe('noon');
    await expect(registry.swap('maker', maker('never'))).rejects.toThrow(/Plugin "moving".*no such time/);
    expect(done.slice(2)).toEqual(['maker never']);
    expect(registry.service(clock)).toBe('noon');
    expect(answer(await registry.agent(spec).run('When?'))).toBe('noon');
  });

  it('waits for a run no longer than the deadline; its calls are refused then, and the run goes on', async () => {
    let open = (): void => undefined;
    const gate = new Promise<void>((resolve) => (open = resolve));
    const provider = scriptedProvider(
      [{ calls: [{ name: 'wait', args: {} }] }, { calls: [{ name: 'moving_ask', args: {} }] }, 'over'],
      { name: 'acme' },
    );
    const wait = defineTool({
      name: 'wait',
      description: 'Waits',
      input: { type: 'object' },
      execute: () => gate.then(() => 1),
    });
    await using registry = createRegistry({
      providers: [provider],
      tools: [wait],
      plugins: [makeVersion('1.0.0')],
      deadlines: { drainMs: 20 },
    });
    await registry.ready();
    const run = registry.agent({ model: 'acme/any', tools: ['*'] }).run('Wait, then ask');
    await until(() => provider.requests.length === 1);
    await (
      await registry.swap('moving', makeVersion('1.1.0'))
    ).drained;
    open();
    const result = await run;
    expect(result).toMatchObject({ status: 'done', text: 'over' });
    expect(result.calls.last('moving_ask')).toMatchObject({
      status: 'failed',
      error: expect.stringMatching(/Plugin "moving" has left/) as string,
    });
  });
});

describe('a run that is resumed after a swap', () => {
  const paused = async (registry: Registry): Promise<RunResult> => {
    const result = await registry.agent(spec).run('Which?');
    expect(result.status).toBe('paused');
    return result;
  };
  const approve = ({ pending }: RunResult): Record<string, true> => ({ [pending[0]?.callId ?? '']: true });

  it('goes on with the next minor version', async () => {
    await using registry = await start(makeVersion('1.0.0', undefined, true));
    const before = await paused(registry);
    await registry.swap('moving', makeVersion('1.9.0', undefined, true));
    const result = await registry.agent(spec).resume(before.state, { approvals: approve(before) });
    expect(answer(result)).toBe('1.9.0');
  });

  it('is refused with another major version, unless that is accepted', async () => {
    await using registry = await start(makeVersion('1.0.0', undefined, true));
    const before = await paused(registry);
    await registry.swap('moving', makeVersion('2.0.0', undefined, true));
    const decisions = { approvals: approve(before) };
    await expect(registry.agent(spec).resume(before.state, decisions)).rejects.toThrow(
      /"moving_ask" has changed.*1\.0\.0.*2\.0\.0.*versionChange/,
    );
    const result = await registry.agent(spec).resume(before.state, { ...decisions, versionChange: 'accept' });
    expect(answer(result)).toBe('2.0.0');
  });
});

describe('a stream of an agent by names', () => {
  it('rejects its iteration and its result with what keeps the run from beginning', async () => {
    const registry = await start(makeVersion('1.0.0'));
    const stream = registry.agent(spec).stream('Which?');
    const steered = stream.steer('Quick');
    await registry.remove('moving');
    await expect(stream.result).rejects.toThrow(/No tool matches "moving_\*"/);
    await expect(stream[Symbol.asyncIterator]().next()).rejects.toThrow(/No tool matches/);
    expect(await steered).toBe(false);
    await registry.dispose();
    expect(() => registry.agent(spec)).toThrow(/disposed of/);
  });

  it('is aborted when its reader leaves, and lets the plugin go', async () => {
    await using registry = await start(makeVersion('1.0.0', never));
    const stream = registry.agent(spec).stream('Which?');
    for await (const { type } of stream) if (type === 'tool-start') break;
    expect(await stream.result).toMatchObject({ status: 'cancelled' });
    await registry.remove('moving');
    expect(done).toEqual(['1.0.0']);
  });

  it('has one reader', async () => {
    await using registry = await start(makeVersion('1.0.0'));
    const stream = registry.agent(spec).stream('Which?');
    await stream[Symbol.asyncIterator]().next();
    await expect(stream.text[Symbol.asyncIterator]().next()).rejects.toThrow(/second time/);
    expect(await stream.result).toMatchObject({ status: 'done' });
  });

  it('takes what is said before it begins', async () => {
    await using registry = await start(makeVersion('1.0.0'));
    const stream = registry.agent(spec).stream('Which?');
    const queued = stream.queue('And then?');
    expect((await stream.result).messages.filter(({ role }) => role === 'user')).toHaveLength(2);
    expect(await queued).toBe(true);
  });
});
