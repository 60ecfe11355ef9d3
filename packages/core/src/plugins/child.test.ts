import { describe, expect, it } from 'vitest';
import { createRegistry, defineService, offer, type Plugin } from '@pegboard/core/plugin';
import { scriptedProvider } from '@pegboard/testing';
import { makePlugin, makeTool } from './plugin.test-util.ts';

const done: string[] = [];
const leaving = (name: string, tool = 'a'): Plugin =>
  makePlugin(name, {
    setup({ onDispose }) {
      onDispose(() => void done.push(name));
      return { tools: [makeTool(tool, name)] };
    },
  });

describe('a child registry', () => {
  it('finds what its parent has, and puts its own first', async () => {
    const provider = scriptedProvider([{ calls: [{ name: 'who', args: {} }] }, 'ok'], { name: 'acme' });
    await using parent = createRegistry({ providers: [provider], tools: [makeTool('who', 'parent')] });
    const child = parent.child({ tools: [makeTool('who', 'child')], plugins: [leaving('inner')] });
    await child.ready();
    expect(child.tools().map(({ name }) => name)).toEqual(['who', 'inner_a']);
    expect(parent.tools().map(({ name }) => name)).toEqual(['who']);
    const { calls } = await child.agent({ model: 'acme/any', tools: ['*'] }).run('Who?');
    expect(calls.lastResult('who')).toBe('child');
  });

  it('sees what its parent gets later', async () => {
    await using parent = createRegistry();
    const child = parent.child().child();
    parent.add(leaving('late'));
    await child.ready();
    expect(child.tools(['late_a'])).toHaveLength(1);
    await parent.remove('late');
    expect(child.tools()).toEqual([]);
  });

  it('leaves alone, and with its parent before it', async () => {
    done.length = 0;
    const parent = createRegistry({ plugins: [leaving('outer')] });
    const [first, second] = [parent.child({ plugins: [leaving('first')] }), parent.child()];
    second.add(leaving('second'));
    await Promise.all([first.ready(), second.ready()]);
    await first.dispose();
    expect(done).toEqual(['first']);
    expect(parent.tools(['outer_a'])).toHaveLength(1);
    await parent.dispose();
    expect(done).toEqual(['first', 'second', 'outer']);
    expect(() => second.tools()).toThrow(/disposed of/);
    expect(() => parent.child()).toThrow(/disposed of/);
  });

  it('has services of its parent, which stay until it leaves', async () => {
    done.length = 0;
    const clock = defineService<number>('clock');
    const maker = makePlugin('maker', {
      setup({ onDispose }) {
        onDispose(() => void done.push('maker'));
        return { services: [offer(clock, 1)] };
      },
    });
    await using parent = createRegistry({ plugins: [maker], deadlines: { drainMs: false } });
    await parent.ready();
    const user = makePlugin('user', {
      needs: [clock],
      setup: ({ services, onDispose }) => {
        services.get(clock);
        onDispose(() => void done.push('user'));
      },
    });
    const child = parent.child({ plugins: [user] });
    await child.ready();
    expect(child.diagnostics).toEqual([]);
    const removed = parent.remove('maker');
    await child.dispose();
    await removed;
    expect(done).toEqual(['user', 'maker']);
  });

  it('takes grants and listeners of its parent, unless it has its own', async () => {
    const said: string[] = [];
    const asking = makePlugin('asking', { permissions: { spawn: true } });
    await using parent = createRegistry({
      permissions: {},
      onDiagnostic: ({ plugin, stage }) => void said.push(`${plugin} ${stage}`),
    });
    await parent.child({ plugins: [asking] }).ready();
    await parent.child({ plugins: [asking], permissions: { asking: { spawn: true } } }).ready();
    expect(said).toEqual(['asking checked']);
  });
});
