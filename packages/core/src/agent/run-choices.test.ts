import { describe, expect, it } from 'vitest';
import { Agent, defineTool } from '@pegboard/core';
import type { Toolset } from '@pegboard/core';
import { scriptedProvider } from '@pegboard/testing';

const tool = (name: string, tags: readonly string[] = []) =>
  defineTool({ name, description: name, input: { type: 'object' }, tags, execute: () => name });

const [read, write, fetch] = [tool('read'), tool('write', ['danger']), tool('fetch', ['net'])];

describe('the tools of one run', () => {
  const offered = async (tools: NonNullable<Parameters<Agent['run']>[1]>['tools']): Promise<unknown> => {
    const provider = scriptedProvider(['Done.']);
    const agent = new Agent({ provider, model: 'm', tools: [read, write, fetch] });
    await agent.run('Go', tools === undefined ? {} : { tools });
    return provider.requests[0]?.tools.map(({ name }) => name);
  };
  const extra: Toolset = { id: 'extra', list: () => [tool('extra_one'), tool('extra_two')] };

  it.each([
    ['a name', ['read'], ['read']],
    ['a tag', ['#net'], ['fetch']],
    ['a function', [({ name }: { name: string }) => name !== 'write'], ['read', 'fetch']],
    ['what is taken away from all', ['!#danger', '!fetch'], ['read']],
    ['none', [], []],
    ['another tool', ['read', tool('other')], ['read', 'other']],
    ['a toolset', ['read', extra], ['read', 'extra_one', 'extra_two']],
    ['a toolset without a part of it', [extra, '!*_two'], ['extra_one']],
  ])('are chosen by %s', async (_, tools, names) => {
    expect(await offered(tools)).toEqual(names);
  });

  it('a misspelled one is refused before the model is asked', async () => {
    await expect(offered(['raed'])).rejects.toThrow('Did you mean "read"?');
    await expect(offered(['!wirte'])).rejects.toThrow('No tool matches "wirte"');
  });
});

describe('`output: false`', () => {
  it('makes one run of an agent with an output answer with text', async () => {
    const provider = scriptedProvider(['Just text.']);
    const output = { type: 'object', properties: { n: { type: 'number' } }, required: ['n'] } as const;
    const agent = new Agent({ provider, model: 'm', output });
    const result = await agent.run('Go', { output: false });
    expect(result).toMatchObject({ status: 'done', text: 'Just text.' });
    expect(result.output).toBeUndefined();
    expect(provider.requests[0]?.tools).toEqual([]);
  });
});

describe('streams of a session', () => {
  it('tell events run by run and turn by turn, and keep the conversation', async () => {
    const provider = scriptedProvider([{ calls: [{ name: 'read' }] }, 'First.', 'Second.', 'Third.']);
    const session = new Agent({ provider, model: 'm', tools: [read] }).session();
    const texts: string[] = [];
    const stream = session.stream('One');
    for await (const piece of stream.text) texts.push(piece);
    expect((await stream.result).status).toBe('done');
    const types = new Set<string>();
    const turn = session.turnStream({ prompt: 'Two', tools: [] });
    for await (const event of turn) types.add(event.type);
    expect((await turn.result).text).toBe('Second.');
    expect(texts.join('')).toBe('First.');
    expect([...types]).toEqual(expect.arrayContaining(['run-start', 'text', 'answer', 'run-end']));
    expect((await session.run('Three')).text).toBe('Third.');
    expect(provider.requests.at(-1)?.messages.map(({ role }) => role)).toEqual([
      'user',
      'assistant',
      'tool',
      'assistant',
      'user',
      'assistant',
      'user',
    ]);
    expect(session.calls.count('read')).toBe(1);
  });

  it('take what is said to them, end when they are left, and can be resumed', async () => {
    const asks = defineTool({
      name: 'ask',
      description: 'Asks',
      input: { type: 'object' },
      approval: true,
      execute: () => 'yes',
    });
    const provider = scriptedProvider([
      { calls: [{ callId: 'a', name: 'ask' }] },
      'Approved.',
      'And you too.',
      'More',
    ]);
    const session = new Agent({ provider, model: 'm', tools: [asks] }).session();
    const paused = await session.run('Go');
    const resumed = session.resumeStream(paused.state, { approvals: { a: true } });
    const told = resumed.queue('And me?');
    for await (const event of resumed) void event;
    expect(await told).toBe(true);
    expect((await resumed.result).text).toBe('And you too.');

    const left = session.stream('More');
    for await (const event of left) if (event.type === 'turn-start') break;
    expect((await left.result).status).toBe('cancelled');
  });
});
