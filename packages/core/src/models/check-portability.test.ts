import { describe, expect, it } from 'vitest';
import {
  Agent,
  type AssistantPart,
  ConfigError,
  defineTool,
  type Message,
  type ModelInfo,
  type Provider,
  type Target,
  type Toolset,
  userMessage,
} from '@pegboard/core';
import { checkPortability, type PortabilitySubject } from '@pegboard/core/models';
import { scriptedProvider } from '@pegboard/testing';
import * as z from 'zod';

function to(info?: Omit<ModelInfo, 'id'>, dialect?: Provider['dialect']): Target {
  const models = info ? [{ id: 'm', ...info }] : [];
  const provider = scriptedProvider([], { name: 'acme', models });
  return { provider: { ...provider, ...(dialect && { dialect }) }, model: 'm' };
}

const problems = (subject: PortabilitySubject, target: Target): readonly string[] =>
  checkPortability(subject, target).problems.map(
    ({ severity, where, what }) => `${severity} ${where}: ${what}`,
  );

const tool = (name: string, inputSchema: object = { type: 'object' }) =>
  ({ name, description: 'x', inputSchema: inputSchema as { type: 'object' } }) as const;
const answer = (content: readonly AssistantPart[], provider?: string): Message => ({
  id: 'a',
  role: 'assistant',
  content,
  ...(provider && { origin: { provider, model: 'x' } }),
});

describe('checkPortability', () => {
  it('finds nothing where nothing is known, and says so', () => {
    const subject = { tools: [tool('search')], messages: [userMessage('Hi')], settings: { seed: 1 } };
    expect(checkPortability(subject, to())).toEqual({ ok: true, known: false, problems: [] });
    expect(checkPortability({}, to({})).known).toBe(true);
  });

  it('takes an agent', () => {
    const target = to({ capabilities: { refusedSettings: ['temperature'] } });
    const agent = new Agent({ ...target, settings: { temperature: 0 } });
    expect(checkPortability(agent, target)).toEqual(checkPortability(agent.options, target));
    expect(checkPortability(agent, target).problems).toMatchObject([{ where: 'settings.temperature' }]);
  });

  it('takes the options of an agent as they are', () => {
    const search = defineTool({
      name: 'search',
      description: 'x',
      input: z.object({ q: z.string() }),
      execute: () => 'x',
    });
    const toolset: Toolset = { list: () => [] };
    const { provider, model } = to({ capabilities: { tools: false } });
    const agent = new Agent({
      provider,
      model,
      tools: [search, toolset],
      output: z.object({ n: z.number() }),
    });
    expect(problems(agent.options, to({ capabilities: { tools: false, structuredOutput: false } }))).toEqual([
      'degraded tools: The model has no tool calls of its own: an agent describes the tools in words and reads calls out of the text',
      'degraded output: The model takes no JSON schema: an agent asks for it by a tool or in the instructions',
    ]);
  });

  it.each(['weather.now', '1st', 'x'.repeat(65), 'über', ''])(
    'tells that the name %j is sent as another',
    (name) => {
      const report = checkPortability({ tools: [tool(name), tool('fine-1')] }, to());
      expect(report).toMatchObject({
        ok: true,
        problems: [{ severity: 'degraded', where: `tools.${name}` }],
      });
      expect(report.problems).toHaveLength(1);
    },
  );

  const object = (...names: string[]) => ({
    type: 'object',
    properties: Object.fromEntries(names.map((name) => [name, { type: 'string', minLength: 2 }])),
  });

  it('tells what the dialect adapts', () => {
    const dialect = { name: 'acme.tools', keywords: ['type', 'properties'], lost: 'drop' } as const;
    const report = checkPortability(
      { tools: [tool('a', object('q'))], output: z.object({ n: z.string().min(3) }) },
      to({}, dialect),
    );
    expect(report.ok).toBe(true);
    const places = report.problems.map(({ where }) => where);
    expect(places).toContain('tools.a #/properties/q');
    expect(places.some((place) => place.startsWith('output #/properties/n'))).toBe(true);
  });

  it('refuses what the dialect cannot hold', () => {
    const dialect = { name: 'acme.strict', keywords: 'all', limits: { properties: 1 } } as const;
    const report = checkPortability(
      { tools: [tool('a', object('q', 'r')), tool('b', object('q'))] },
      to({}, dialect),
    );
    expect(report).toMatchObject({
      ok: false,
      problems: [
        {
          severity: 'rejected',
          where: 'tools.a #',
          what: expect.stringContaining('acme.strict cannot hold this schema') as string,
        },
      ],
    });
  });

  it('checks an output that is no object as it travels', () => {
    const dialect = { name: 'acme.tools', keywords: 'all', objectRoot: true } as const;
    expect(problems({ output: z.array(z.string()) }, to({}, dialect))).toEqual([]);
  });

  it('tells which settings do nothing', () => {
    const target = to({ capabilities: { refusedSettings: ['temperature', 'topP'], reasoning: false } });
    expect(problems({ settings: { temperature: 1, seed: 1, reasoning: 'high' } }, target)).toEqual([
      'degraded settings.temperature: The model refuses this setting: it is left out, with a warning',
      'degraded settings.reasoning: The model does not reason: the setting has no effect',
    ]);
    expect(problems({ settings: { reasoning: 'none' } }, target)).toEqual([]);
  });

  it('refuses media that the model does not take, wherever it is', () => {
    const image = { type: 'media', mediaType: 'image/png', data: 'AAAA' } as const;
    const result = {
      type: 'tool-result',
      callId: 'c',
      name: 'n',
      status: 'success',
      content: [image],
      executor: 'client',
    } as const;
    const messages: readonly Message[] = [
      { id: 'u', role: 'user', content: [image, { ...image, mediaType: 'audio/wav' }] },
      { id: 't', role: 'tool', content: [result] },
    ];
    expect(problems({ messages }, to({ capabilities: { vision: false } }))).toEqual([
      'rejected messages[0]: The model takes no image/png',
      'rejected messages[1]: The model takes no image/png',
    ]);
  });

  it('refuses what is too long, as far as it can be estimated', () => {
    const target = to({ contextTokens: 100, maxOutputTokens: 10 });
    const messages = [userMessage('x'.repeat(300))];
    expect(problems({ messages }, target)).toEqual([]);
    expect(problems({ messages, instructions: 'y'.repeat(200) }, target)).toEqual([
      'rejected messages: About 125 tokens, with the answer, do not fit into 100',
    ]);
    expect(problems({ settings: { maxTokens: 11 } }, target)).toEqual([
      'rejected settings.maxTokens: The model writes at most 10 tokens',
    ]);
  });

  it('refuses a model that is switched off', () => {
    expect(problems({}, to({ endsOn: '2020-01-01' }))).toEqual([
      'rejected model: m was switched off on 2020-01-01',
    ]);
    expect(problems({}, to({ endsOn: '9999-01-01' }))).toEqual([]);
  });

  it('tells what is lost of other models, once each', () => {
    const reasoning = {
      type: 'reasoning',
      text: 'hm',
      providerData: { 'other.messages': { signature: 'x' } },
    } as const;
    const call = {
      type: 'tool-call',
      callId: 'c',
      name: 'web_search',
      input: {},
      executor: 'provider',
    } as const;
    const messages = [
      userMessage('Hi'),
      answer([reasoning, call], 'other'),
      answer([reasoning], 'other'),
      answer([{ type: 'text', text: 'plain' }], 'other'),
    ];
    expect(problems({ messages }, to())).toEqual([
      'degraded messages[1] and 1 more: State that only other.messages can read is not sent',
      'degraded messages[1] and 1 more: Reasoning of other is not sent',
      'degraded messages[1]: Calls that other ran itself are not sent, or only as text',
    ]);
  });

  it('tells nothing of what is its own, nor of what has no author', () => {
    const own = { type: 'reasoning', text: 'hm', providerData: { 'acme.chat': { signature: 'x' } } } as const;
    const messages = [
      answer([own], 'reseller'),
      answer([{ type: 'reasoning', text: 'hm' }], 'acme'),
      answer([{ type: 'reasoning', text: 'hm' }]),
    ];
    expect(problems({ messages }, to())).toEqual([]);
  });

  it('throws for an output that is no schema', () => {
    expect(() => checkPortability({ output: 5 as never }, to())).toThrow(ConfigError);
  });
});
