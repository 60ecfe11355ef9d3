import { Agent, defineTool } from '@pegboard/core';
import type { JsonObject } from '@pegboard/core/provider';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { anthropic } from './index.ts';
import { host, inTurn, type Seen, streamOf, testKey, textBlock } from './loopback.test-util.ts';

const model = 'claude-sonnet-5-5';
const search = [
  { type: 'server_tool_use', id: 'srv1', name: 'web_search', input: {} },
  { type: 'input_json_delta', partial_json: '{"query":"x"}' },
] as const;
const found = { type: 'web_search_tool_result', tool_use_id: 'srv1', content: [] };
const thinking = [
  { type: 'thinking', thinking: '', signature: '' },
  { type: 'thinking_delta', thinking: 'hm' },
  { type: 'signature_delta', signature: 'sig' },
] as const;

const messagesIn = (seen: Seen | undefined): JsonObject[] => (seen?.body.messages ?? []) as JsonObject[];
const lastOf = (seen: Seen | undefined): JsonObject =>
  messagesIn(seen).findLast(({ role }) => role === 'assistant') ?? {};

describe('an agent', () => {
  it('goes on with an answer that the host paused, sending it back as it was', async () => {
    const { baseURL, seen } = await host(
      inTurn(
        streamOf([thinking, textBlock('I look.'), search], 'pause_turn'),
        streamOf([[found], textBlock('Found it.')]),
        streamOf([textBlock('That is all.')]),
      ),
    );
    const agent = new Agent({
      provider: anthropic({ baseURL, apiKey: testKey }),
      model,
      builtinTools: [{ type: 'web_search' }],
    });
    const result = await agent.run('Search');
    expect(result).toMatchObject({ status: 'done', text: 'I look.Found it.' });
    expect(seen).toHaveLength(2);
    expect(messagesIn(seen[1])).toHaveLength(2);
    expect(lastOf(seen[1]).content).toEqual([
      { type: 'thinking', thinking: 'hm', signature: 'sig' },
      { type: 'text', text: 'I look.' },
      { type: 'server_tool_use', id: 'srv1', name: 'web_search', input: { query: 'x' } },
    ]);
    expect(seen[1]?.body.tools).toEqual(seen[0]?.body.tools);
    // What follows such a conversation has one answer again.
    const next = await agent.run([
      ...result.messages,
      { id: 'u2', role: 'user', content: [{ type: 'text', text: 'And?' }] },
    ]);
    expect(next.text).toBe('That is all.');
    expect((lastOf(seen[2]).content as JsonObject[]).map(({ type }) => type)).toEqual([
      'thinking',
      'text',
      'server_tool_use',
      'web_search_tool_result',
      'text',
    ]);
  });

  it('sends signed thinking back with the results of its tools', async () => {
    const { baseURL, seen } = await host(
      inTurn(
        streamOf(
          [
            thinking,
            [
              { type: 'tool_use', id: 'toolu_1', name: 'add', input: {} },
              { type: 'input_json_delta', partial_json: '{"a":1,' },
              { type: 'input_json_delta', partial_json: '"b":2}' },
            ],
          ],
          'tool_use',
        ),
        streamOf([textBlock('3')]),
      ),
    );
    const add = defineTool({
      name: 'add',
      description: 'Adds',
      input: z.object({ a: z.number(), b: z.number() }),
      execute: ({ a, b }) => a + b,
    });
    const agent = new Agent({
      provider: anthropic({ baseURL, apiKey: testKey }),
      model,
      tools: [add],
      settings: { reasoning: 'high' },
    });
    expect((await agent.run('1 + 2?')).text).toBe('3');
    const [, answer, results] = messagesIn(seen[1]);
    expect(answer?.content).toEqual([
      { type: 'thinking', thinking: 'hm', signature: 'sig' },
      { type: 'tool_use', id: 'toolu_1', name: 'add', input: { a: 1, b: 2 } },
    ]);
    expect(results?.content).toEqual([
      { type: 'tool_result', tool_use_id: 'toolu_1', content: [{ type: 'text', text: '3' }] },
    ]);
    expect(seen[0]?.body.thinking).toEqual({ type: 'adaptive', display: 'summarized' });
  });

  it('runs the calls of a tool that the API designed and we run', async () => {
    const { baseURL, seen } = await host(
      inTurn(
        streamOf(
          [
            [
              { type: 'tool_use', id: 'toolu_1', name: 'memory', input: {} },
              { type: 'input_json_delta', partial_json: '{"command":"view","path":"/memories"}' },
            ],
          ],
          'tool_use',
        ),
        streamOf([textBlock('Empty.')]),
      ),
    );
    const memory = defineTool({
      name: 'memory',
      description: 'Notes',
      input: z.object({ command: z.string(), path: z.string() }),
      execute: ({ path }) => `Nothing in ${path}`,
    });
    const agent = new Agent({
      provider: anthropic({ baseURL, apiKey: testKey }),
      model,
      tools: [memory],
      builtinTools: [{ type: 'memory' }],
    });
    expect((await agent.run('What do you know?')).text).toBe('Empty.');
    expect(seen[0]?.body.tools).toEqual([{ type: 'memory_20250818', name: 'memory' }]);
    expect(seen[1]?.text).toContain('Nothing in /memories');
  });
});
