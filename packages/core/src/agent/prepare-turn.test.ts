import { describe, expect, it } from 'vitest';
import {
  Agent,
  type AgentOptions,
  type AnyTool,
  type Hooks,
  type JsonSchema,
  type Message,
  type PrepareContext,
  type RunOptions,
  type Toolset,
  windowMessages,
} from '@pegboard/core';
import { scriptedProvider, type ScriptedProvider, type ScriptedTurn } from '@pegboard/testing';
import { makeTool } from './make-tool.test-util.ts';

const call: ScriptedTurn = { calls: [{ name: 'work' }] };

async function requestsOf(
  more: Partial<AgentOptions>,
  run: RunOptions = {},
  script: readonly ScriptedTurn[] = [call, call, 'done'],
): Promise<ScriptedProvider['requests']> {
  const provider = scriptedProvider(script);
  await new Agent({ provider, model: 'm', tools: [makeTool('work'), makeTool('rest')], ...more }).run(
    'Hi',
    run,
  );
  return provider.requests;
}

function names(requests: ScriptedProvider['requests']): string[][] {
  return requests.map((request) => request.tools.map((tool) => tool.name));
}

describe('instructions', () => {
  it('come first in each request and are not part of the conversation', async () => {
    const provider = scriptedProvider([call, 'done']);
    const result = await new Agent({
      provider,
      model: 'm',
      instructions: 'Be brief',
      tools: [makeTool('work')],
    }).run('Hi');
    for (const request of provider.requests)
      expect(request.messages[0]).toMatchObject({ role: 'system', content: [{ text: 'Be brief' }] });
    expect(result.messages[0]?.role).toBe('user');
  });

  it('may be a function, asked before each turn', async () => {
    const instructions = ({ turn, context }: PrepareContext): string => `Turn ${turn} for ${String(context)}`;
    const requests = await requestsOf({ instructions }, { context: 'ann' });
    expect(requests.map((request) => request.messages[0]?.content)).toMatchObject([
      [{ text: 'Turn 1 for ann' }],
      [{ text: 'Turn 2 for ann' }],
      [{ text: 'Turn 3 for ann' }],
    ]);
  });

  it('of a run replace those of the agent; empty ones are left out', async () => {
    const [first] = await requestsOf({ instructions: 'A' }, { instructions: 'B' });
    expect(first?.messages[0]).toMatchObject({ content: [{ text: 'B' }] });
    expect((await requestsOf({ instructions: '' }))[0]?.messages[0]?.role).toBe('user');
  });
});

describe('tools of a run', () => {
  it('are chosen by name and glob, or are others', async () => {
    expect(names(await requestsOf({}, { tools: ['w*'] }))).toEqual([['work'], ['work'], ['work']]);
    expect(names(await requestsOf({}, { tools: ['*', '!rest', makeTool('extra')] }))[0]).toEqual([
      'work',
      'extra',
    ]);
  });

  it('[] leaves none, so that the model answers plainly', async () => {
    const [request] = await requestsOf({ toolChoice: 'required' }, { tools: [] }, ['done']);
    expect(request).toMatchObject({ tools: [], toolChoice: 'auto' });
  });
});

describe('prepare', () => {
  it('changes what the model is told of a tool, or hides it, per turn', async () => {
    const tool = makeTool('work', undefined, {
      prepare: (spec, { turn }) => ({ ...spec, name: 'other', description: `Turn ${turn}` }),
    });
    const hidden = makeTool('rest', undefined, {
      prepare: (spec, { turn }) => (turn === 2 ? spec : undefined),
    });
    const requests = await requestsOf({ tools: [tool, hidden] });
    expect(names(requests)).toEqual([['work'], ['work', 'rest'], ['work']]);
    expect(requests.map((request) => request.tools[0]?.description)).toEqual(['Turn 1', 'Turn 2', 'Turn 3']);
  });

  it.each(['prepare', 'a turn hook'])('what %s is shown cannot be changed for others', async (where) => {
    const shown: JsonSchema[] = [];
    const spoil = ({ inputSchema }: Pick<AnyTool, 'inputSchema'>): void => {
      shown.push(inputSchema);
      (inputSchema['properties'] as Record<string, unknown>)['n'] = { type: 'string' };
    };
    const tool = makeTool('work', undefined, {
      ...(where === 'prepare' && { prepare: (spec) => (spoil(spec), spec) }),
    });
    const hooks: Hooks[] = where === 'prepare' ? [] : [{ turn: ({ tools }) => tools.forEach(spoil) }];
    const before = JSON.stringify(tool.inputSchema);
    const agent = new Agent({ provider: scriptedProvider(['done']), model: 'm', tools: [tool], hooks });
    await expect(agent.run('Hi')).rejects.toThrow(/Cannot assign to read only property/);
    expect(shown).toHaveLength(1);
    expect(JSON.stringify(tool.inputSchema)).toBe(before);
  });

  it('a turn hook has its own list of the messages', async () => {
    const hooks: Hooks[] = [{ turn: ({ messages }) => void (messages as unknown[]).splice(0) }];
    const agent = new Agent({ provider: scriptedProvider(['done']), model: 'm', hooks });
    expect((await agent.run('Hi')).messages.map(({ role }) => role)).toEqual(['user', 'assistant']);
  });

  it('keeps a hidden tool from being called', async () => {
    const hidden = makeTool('work', undefined, { prepare: () => undefined });
    const agent = new Agent({ provider: scriptedProvider([call, 'done']), model: 'm', tools: [hidden] });
    expect((await agent.run('Hi')).calls.all).toMatchObject([{ status: 'retry', unknownTool: true }]);
  });
});

describe('toolChoice', () => {
  it.each([['required'], [{ tool: 'work' }]] as const)(
    '%j holds for the first turn only',
    async (toolChoice) => {
      const requests = await requestsOf({ toolChoice });
      expect(requests.map((request) => request.toolChoice)).toEqual([toolChoice, 'auto', 'auto']);
    },
  );

  it('none holds for all', async () => {
    expect((await requestsOf({ toolChoice: 'none' })).map((request) => request.toolChoice)).toEqual([
      'none',
      'none',
      'none',
    ]);
  });
});

describe('toolsets', () => {
  it('are opened once and asked before each turn', async () => {
    const log: string[] = [];
    const toolset: Toolset = {
      open: () => void log.push('open'),
      list({ turn }) {
        log.push(`list ${turn}`);
        return turn === 2 ? [makeTool('second')] : [];
      },
    };
    expect(names(await requestsOf({ tools: [makeTool('work'), toolset] }))).toEqual([
      ['work'],
      ['work', 'second'],
      ['work'],
    ]);
    expect(log).toEqual(['open', 'list 1', 'list 2', 'list 3']);
  });

  it('are opened anew where a run goes on in another process', async () => {
    let opened = 0;
    const toolset: Toolset = {
      open: () => void opened++,
      list: () => [makeTool('asked', () => 'ran', { approval: true })],
    };
    const agent = new Agent({
      provider: scriptedProvider([{ calls: [{ name: 'asked', callId: 'a' }] }, 'done']),
      model: 'm',
      tools: [toolset],
    });
    const paused = await agent.run('Hi');
    expect(opened).toBe(1);
    const result = await agent.resume(paused.state, { approvals: { a: true } });
    expect(result).toMatchObject({ status: 'done', calls: { all: [{ result: 'ran' }] } });
    expect(opened).toBe(2);
  });

  it('whose tools clash with others fail the run, naming both', async () => {
    const toolset: Toolset = { id: 'files', list: () => [makeTool('work')] };
    const clash = requestsOf({ tools: [makeTool('work'), toolset] });
    await expect(clash).rejects.toMatchObject({ name: 'RunError', code: 'duplicate-name' });
    await expect(clash).rejects.toThrow(/of the list of tools, and ".*" of Toolset "files"/);
  });
});

describe('the turn hook', () => {
  it('edits one turn', async () => {
    const turn: Hooks['turn'] = (ctx) =>
      ctx.turn === 2
        ? { instructions: 'Now stop', tools: [], toolChoice: 'none', settings: { temperature: 0 } }
        : undefined;
    const requests = await requestsOf({ hooks: [{ turn }], settings: { maxTokens: 9 } }, {}, [call, 'done']);
    expect(requests[0]).toMatchObject({ settings: { maxTokens: 9 } });
    expect(requests[1]).toMatchObject({
      tools: [],
      settings: { maxTokens: 9, temperature: 0 },
      messages: [{ role: 'system', content: [{ text: 'Now stop' }] }, {}, {}, {}],
    });
  });

  it('replaces what the model is sent, repaired, while the conversation stays', async () => {
    const provider = scriptedProvider([call, 'done']);
    const turn: Hooks['turn'] = ({ messages }) => ({ messages: messages.slice(-1) });
    const result = await new Agent({
      provider,
      model: 'm',
      tools: [makeTool('work')],
      hooks: [{ turn }],
    }).run('Hi');
    expect(provider.requests[1]?.messages).toEqual([]);
    expect(result.messages).toHaveLength(4);
  });
});

describe('history', () => {
  it('is what the model is sent in place of all', async () => {
    const provider = scriptedProvider([], { otherwise: 'ok' });
    const session = new Agent({
      provider,
      model: 'm',
      history: windowMessages({ maxMessages: 3 }),
    }).session();
    for (const text of ['one', 'two', 'three']) await session.run(text);
    const result = await session.run('four');
    expect(provider.requests.at(-1)?.messages).toHaveLength(3);
    expect(result.messages).toHaveLength(8);
  });

  it('is repaired: a careless cut separates no call from its result', async () => {
    const history = (messages: readonly Message[]): readonly Message[] => messages.slice(-2);
    const requests = await requestsOf({ history });
    expect(requests.map((request) => request.messages.map((message) => message.role))).toEqual([
      ['user'],
      ['assistant', 'tool'],
      ['assistant', 'tool'],
    ]);
    const cut = await requestsOf({ history: (messages) => messages.slice(-1) });
    expect(cut[1]?.messages).toEqual([]);
  });

  it.each([undefined, 'all', [null]])('that gives %j fails the run', async (given) => {
    await expect(requestsOf({ history: () => given as never })).rejects.toMatchObject({
      name: 'RunError',
      code: 'hook',
    });
  });
});

it('tools that did not change are the same objects in every turn', async () => {
  const seen: unknown[] = [];
  const agent = new Agent({
    provider: {
      name: 'p',
      async *stream(request) {
        seen.push(request.tools[0], request.messages[0]);
        yield [{ type: 'finish', finish: { unified: 'stop' }, usage: {} }];
      },
    },
    model: 'm',
    instructions: 'Be brief',
    tools: [makeTool('work')],
  });
  await agent.run('Hi');
  await agent.run('Hi');
  expect(seen[0]).toBe(seen[2]);
  expect(seen[1]).toBe(seen[3]);
});
