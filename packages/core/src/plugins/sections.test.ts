import { describe, expect, it } from 'vitest';
import type { Toolset } from '@pegboard/core';
import { createRegistry, defineSection, definePlugin, type Plugin } from '@pegboard/core/plugin';
import { scriptedProvider } from '@pegboard/testing';
import * as z from 'zod';
import { makePlugin, makeTool } from './plugin.test-util.ts';

const list = z.array(z.string());

/** Claims `extraTools`, whose value is the names of tools. */
const extras = (note: (text: string) => void = () => undefined): Plugin =>
  definePlugin({
    name: 'extras',
    api: 1,
    sections: {
      extraTools: defineSection({
        description: 'Names of tools',
        schema: list,
        apply(names, { agent = 'top', onDispose }) {
          note(`${agent}: ${names.join()}`);
          onDispose(() => note(`${agent} disposed`));
          const builtinTools = agent === 'top' ? [] : [{ type: 'web_search' }];
          return { tools: names.map((name) => makeTool(name)), ...(agent !== 'top' && { builtinTools }) };
        },
      }),
    },
    setup: () => undefined,
  });

const provider = (): ReturnType<typeof scriptedProvider> =>
  scriptedProvider([], { name: 'acme', otherwise: 'ok' });

describe('sections', () => {
  it('at the top bring what their plugin makes of them, under its name', async () => {
    await using registry = createRegistry({ plugins: [extras()], sections: { extraTools: ['a', 'b'] } });
    await registry.ready();
    expect(registry.diagnostics).toEqual([]);
    expect(registry.tools(['*']).map(({ name }) => name)).toEqual(['a', 'b']);
    expect(registry.sections).toEqual([
      { name: 'extraTools', plugin: 'extras', description: 'Names of tools', schema: list },
    ]);
    await registry.remove('extras');
    expect(registry.tools()).toEqual([]);
  });

  it('inside an agent bring it tools of its own, once for each version of the plugin', async () => {
    const notes: string[] = [];
    const model = provider();
    await using registry = createRegistry({
      providers: [model],
      plugins: [extras((note) => notes.push(note))],
    });
    const spec = { name: 'scout', model: 'acme/any', sections: { extraTools: ['a'] } };
    const agent = await registry.resolveAgent(spec);
    expect(notes).toEqual(['scout: a']);
    expect(agent.options.tools).toMatchObject([{ name: 'a' }]);
    await agent.run('Hi');
    expect(model.requests[0]).toMatchObject({
      tools: [{ name: 'a' }],
      builtinTools: [{ type: 'web_search' }],
    });
    registry.add(makePlugin('other', { gives: { tools: [makeTool('x')] } }));
    await registry.ready();
    await agent.run('Hi');
    expect(notes).toEqual(['scout: a']);
    await (
      await registry.swap(
        'extras',
        extras((note) => notes.push(`next ${note}`)),
      )
    ).drained;
    expect(notes).toEqual(['scout: a', 'scout disposed']);
    await agent.run('Hi');
    expect(notes.slice(2)).toEqual(['next scout: a']);
    expect(registry.tools().map(({ name }) => name)).toEqual(['other_x']);
  });

  it('may be applied by what set-up gives', async () => {
    const toolset: Toolset = { id: 'late', list: () => [makeTool('late')] };
    const plugin = makePlugin('servers', {
      sections: { servers: { at: 'top' } },
      gives: { sections: { servers: () => ({ toolsets: [toolset] }) } },
    });
    await using registry = createRegistry({ plugins: [plugin], sections: { servers: {} } });
    await registry.ready();
    expect(registry.toolsets).toMatchObject([{ id: 'late' }]);
    expect(registry.get('servers')).toMatchObject({ sections: ['servers'], toolsets: ['late'] });
  });

  it('with a value that does not fit fail their plugin at the top, and the agent inside one', async () => {
    const sections = { extraTools: [1] };
    await using registry = createRegistry({ providers: [provider()], plugins: [extras()], sections });
    await registry.ready();
    expect(registry.diagnostics).toMatchObject([
      {
        plugin: 'extras',
        stage: 'configured',
        cause: expect.stringMatching(/section "extraTools" does not fit/) as string,
      },
      { plugin: '(registry)', stage: 'configured', cause: 'no plugin claims the section "extraTools"' },
    ]);
    await using other = createRegistry({ providers: [provider()], plugins: [extras()] });
    await other.ready();
    const spec = { name: 'scout', model: 'acme/any', sections };
    const refused =
      /section "extraTools" of agent "scout" could not be applied by plugin "extras".*does not fit/s;
    await expect(other.resolveAgent(spec)).rejects.toThrow(refused);
    await expect(other.agent(spec).run('Hi')).rejects.toThrow(refused);
  });

  it.each([
    ['that nobody claims', {}, { extraTool: [] }, /^\(registry\): no plugin claims the section "extraTool"/],
    [
      'in the wrong place',
      { sections: { inner: { at: 'agent', apply: () => ({}) } } },
      { inner: 1 },
      /^odd: the section "inner" stands in the wrong place/,
    ],
    ['that nothing applies', { sections: { odd: {} } }, {}, /^odd: nothing applies the section "odd"/],
    [
      'that were not claimed',
      { gives: { sections: { odd: () => ({}) } } },
      {},
      /^odd: `setup` gives a section "odd" that the plugin does not claim/,
    ],
    [
      'that another plugin claims',
      { sections: { extraTools: { apply: () => ({}) } } },
      {},
      /^odd: its section "extraTools" has the name of one of plugin "extras"/,
    ],
    [
      'that give what there is not',
      { sections: { odd: { apply: () => ({ tool: 1 }) as never } } },
      { odd: 1 },
      /^odd: section "odd" gives a "tool"/,
    ],
  ] as const)('%s are a diagnostic', async (_, parts, sections, expected) => {
    const odd = makePlugin('odd', parts);
    await using registry = createRegistry({ plugins: [extras(), odd], sections });
    await registry.ready();
    const said = registry.diagnostics.map(({ plugin, cause }) => `${plugin}: ${cause}`);
    expect(said).toContainEqual(expect.stringMatching(expected));
  });

  it('of an agent that nobody claims are refused with the nearest', async () => {
    await using registry = createRegistry({ providers: [provider()], plugins: [extras()] });
    const spec = { model: 'acme/any', sections: { extraTool: [] } };
    await expect(registry.resolveAgent(spec)).rejects.toThrow(
      /no section "extraTool".*Did you mean "extraTools"/,
    );
  });
});
