import type { JsonObject, Message } from '@pegboard/core/provider';
import { describe, expect, it } from 'vitest';
import { anthropic } from './index.ts';
import { host, run, streamOf, streams, testKey, textBlock, user, type Seen } from './loopback.test-util.ts';
import { bedrockClient } from './platforms.test-util.ts';
import { assistant, called, clock, results, sent, system } from './sent.test-util.ts';

describe('the conversation', () => {
  const turnsOf = ({ body }: Seen): unknown[][] =>
    (body.messages as { role: string; content: { type: string }[] }[]).map(({ role, content }) => [
      role,
      ...content.map(({ type }) => type),
    ]);

  it('has results first, whatever the user said meanwhile, and made-up ones for calls without', async () => {
    const seen = await sent({
      tools: [clock],
      messages: [
        user('?'),
        assistant(called('c1'), called('c2')),
        user('Wait'),
        results(['c2', 'noon'], ['lost', 'x']),
      ],
    });
    expect(turnsOf(seen)).toEqual([
      ['user', 'text'],
      ['assistant', 'tool_use', 'tool_use'],
      ['user', 'tool_result', 'tool_result', 'text'],
    ]);
    expect(seen.text).toContain('Interrupted');
    expect(seen.text).not.toContain('lost');
  });

  it('has unique ids of the pattern, the same in every request', async () => {
    const odd = 'id of another host/1';
    const messages = [
      user('?'),
      assistant(called('c1'), called(odd)),
      results(['c1', 'one'], [odd, 'two']),
      assistant(called('c1')),
      results(['c1', 'three']),
    ];
    const first = await sent({ tools: [clock], messages });
    const second = await sent({ tools: [clock], messages: structuredClone(messages) });
    expect(second.text).toBe(first.text);
    const ids = [...first.text.matchAll(/"(?:tool_use_)?id":"([^"]+)"/g)].map(([, id]) => id);
    expect(ids[0]).toBe('c1');
    expect(ids).toEqual([ids[0], ids[1], ids[0], ids[1], 'c1_2', 'c1_2']);
    expect(ids[1]).toMatch(/^call_[0-9a-f]{24}$/);
  });

  it('begins and ends with the user', async () => {
    const seen = await sent({ messages: [assistant({ type: 'text', text: 'Hi' }), user('  ')] });
    expect(turnsOf(seen)).toEqual([
      ['user', 'text'],
      ['assistant', 'text'],
      ['user', 'text'],
    ]);
  });

  it('with calls has their tools declared though none are offered, and forbids them', async () => {
    const messages = [user('?'), assistant(called('c1', 'weather')), results(['c1', 'sun']), user('So?')];
    const { body } = await sent({ messages });
    expect(body.tool_choice).toEqual({ type: 'none' });
    expect((body.tools as { name: string }[]).map(({ name }) => name)).toEqual(['weather']);
  });

  it('has instructions at the top, or in their place where the model and the host take them', async () => {
    const messages = [
      system('One'),
      user('?'),
      assistant({ type: 'text', text: 'A' }),
      system('Two'),
      user('So?'),
    ];
    const placed = await sent({ model: 'claude-opus-4-8', messages });
    expect(placed.body.system).toEqual([{ type: 'text', text: 'One' }]);
    expect(turnsOf(placed).at(-1)).toEqual(['system', 'text']);
    const both = [
      { type: 'text', text: 'One' },
      { type: 'text', text: 'Two' },
    ];
    expect((await sent({ model: 'claude-sonnet-5-5', messages })).body.system).toEqual(both);
    const { baseURL, seen } = await host(streams(streamOf([textBlock('ok')])));
    const client = bedrockClient(baseURL, testKey);
    await run(anthropic({ client }), { model: 'claude-opus-4-8', messages });
    expect(seen[0]?.body.system).toEqual(both);
  });

  const search = {
    type: 'tool-call',
    callId: 'srv1',
    name: 'web_search',
    input: { query: 'x' },
    executor: 'provider',
    providerData: { 'anthropic.messages': { block: { type: 'server_tool_use' } } },
  } as const;

  it('holds nothing but results while a tool of the host waits for them', async () => {
    const seen = await sent({
      tools: [clock],
      messages: [user('?'), assistant(search, called('c1')), results(['c1', 'noon']), user('Hurry')],
    });
    expect(turnsOf(seen).slice(1)).toEqual([
      ['assistant', 'server_tool_use', 'tool_use'],
      ['user', 'tool_result'],
    ]);
    expect(JSON.stringify((seen.body.messages as JsonObject[]).at(-1))).toContain('Hurry');
  });

  it('has no call of the host that was never answered, but after a pause', async () => {
    const answer = assistant({ type: 'text', text: 'I look.' }, search);
    const left = await sent({ messages: [user('?'), answer, user('Forget it')] });
    expect(turnsOf(left)[1]).toEqual(['assistant', 'text']);
    const finish = { unified: 'pause' as const, raw: 'pause_turn' };
    const paused = await sent({ messages: [user('?'), { ...answer, finish } as Message] });
    expect(turnsOf(paused).at(-1)).toEqual(['assistant', 'text', 'server_tool_use']);
  });

  it('names the container of the newest code until it is gone', async () => {
    const inContainer = (expiresAt: string): Message[] => [
      user('?'),
      assistant(
        { type: 'text', text: 'Ran.' },
        {
          type: 'text',
          text: '',
          providerData: { 'anthropic.messages': { container: { id: 'container_1', expiresAt } } },
        },
      ),
      user('Again'),
    ];
    const builtinTools = [{ type: 'code_execution' }];
    const alive = await sent({ messages: inContainer('2999-01-01T00:00:00Z'), builtinTools });
    expect(alive.body.container).toBe('container_1');
    const gone = await sent({ messages: inContainer('2020-01-01T00:00:00Z'), builtinTools });
    expect(gone.body).not.toHaveProperty('container');
  });

  it('is rendered message by message, each once', async () => {
    let reads = 0;
    const message = user('?');
    const counted = Object.defineProperty({ ...message }, 'content', {
      get: () => (reads++, message.content),
      enumerable: true,
    });
    const { baseURL } = await host(streams(streamOf([textBlock('ok')])));
    const provider = anthropic({ baseURL, apiKey: testKey });
    const perTurn: number[] = [];
    for (let turn = 0; turn < 3; turn++) {
      const before = reads;
      await run(provider, { messages: [counted] });
      perTurn.push(reads - before);
    }
    expect(perTurn[1]).toBeLessThan(perTurn[0] ?? 0);
    expect(perTurn[2]).toBe(perTurn[1]);
  });
});
