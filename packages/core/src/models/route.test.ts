import { describe, expect, it } from 'vitest';
import {
  Agent,
  ConfigError,
  defineTool,
  image,
  jsonSchema,
  type ModelInfo,
  type ModelRequest,
  type Target,
  userMessage,
} from '@pegboard/core';
import { route, type RouteAutoOptions, withFallback } from '@pegboard/core/models';
import { scriptedError, scriptedProvider, type ScriptedTurn } from '@pegboard/testing';
import { testOfflineProvider } from '@pegboard/testing/vitest';
import { answeredBy, outcome, targetOf, textFrom } from './ask.test-util.ts';

function model(
  name: string,
  facts: Omit<ModelInfo, 'id'> | undefined,
  otherwise: ScriptedTurn = 'ok',
): Target {
  const models = facts ? [{ id: name, ...facts }] : [];
  return targetOf(scriptedProvider([], { name, models, otherwise }), name);
}

async function chosen(
  options: RouteAutoOptions,
  change?: Partial<ModelRequest>,
): Promise<string | undefined> {
  const { events, error } = await outcome(route.auto(options), change);
  if (error !== undefined) throw error;
  return answeredBy(events)?.split('/')[0];
}

describe('route', () => {
  it('asks its function which target takes each call', async () => {
    const [small, big] = [model('small', {}), model('big', {})];
    const routed = route(async ({ messages }) => (messages.length > 1 ? big : small));
    const run = async (count: number): Promise<string | undefined> => {
      const messages = Array.from({ length: count }, () => userMessage('Hi'));
      return answeredBy((await outcome(routed, { messages })).events);
    };
    expect([await run(1), await run(2)]).toEqual(['small/small', 'big/big']);
    expect([routed.provider.name, routed.model]).toEqual(['route', 'route']);
  });

  it('serves an agent, turn by turn', async () => {
    const look = defineTool({
      name: 'look',
      description: 'x',
      input: jsonSchema<object>({ type: 'object' }),
      execute: () => 'seen',
    });
    const first = model('first', {}, { calls: [{ name: 'look' }] });
    const second = model('second', {}, 'done');
    const routed = route(({ messages }) => (messages.at(-1)?.role === 'tool' ? second : first));
    expect((await new Agent({ ...routed, tools: [look] }).run('go')).text).toBe('done');
  });

  it.each([
    [
      'throws',
      () => {
        throw new TypeError('oops');
      },
      { code: 'hook' },
    ],
    ['rejects', async () => Promise.reject(new TypeError('oops')), { code: 'hook' }],
    ['gives no target', () => ({ provider: 'openai' }) as never, { code: 'config' }],
    ['gives nothing', async () => undefined as never, { code: 'config' }],
    ['never settles', async () => new Promise<Target>(() => undefined), { code: 'hook' }],
  ])('fails when its function %s', async (_, choose, error) => {
    expect((await outcome(route(choose, { timeoutMs: 5 }))).error).toMatchObject(error);
  });

  it('ends at an abort while its function is thinking', async () => {
    const controller = new AbortController();
    const call = outcome(
      route(async () => new Promise(() => undefined)),
      { signal: controller.signal },
    );
    await new Promise((resolve) => setImmediate(resolve));
    controller.abort('enough');
    expect((await call).error).toBe('enough');
  });

  it('knows what the targets can do that it is given', () => {
    const targets = [
      model('a', { capabilities: { vision: true } }),
      model('b', { capabilities: { vision: false } }),
    ];
    const routed = route(() => model('a', {}), { targets });
    expect(routed.provider.modelInfo?.(routed.model)?.capabilities).toEqual({ vision: true });
    expect(() => route(() => model('a', {}), { targets: [{} as never] })).toThrow(ConfigError);
    expect(() => route(undefined as never)).toThrow('route needs a function.');
  });
});

const tool = { name: 'look', description: 'Looks.', inputSchema: { type: 'object' } } as const;
const media = (mediaType: string): Partial<ModelRequest> => ({
  messages: [{ id: 'u', role: 'user', content: [{ type: 'media', mediaType, data: 'AAAA' }] }],
});

describe('route.auto', () => {
  it.each<[string, NonNullable<ModelInfo['capabilities']>, Partial<ModelRequest>]>([
    ['tools', { tools: true }, { tools: [tool] }],
    ['images', { vision: true }, { messages: [userMessage([image(new URL('https://x.example/a.png'))])] }],
    ['sound', { audio: true }, media('audio/wav')],
    ['documents', { documents: true }, media('application/pdf')],
    ['a JSON schema', { structuredOutput: true }, { output: { name: 'o', schema: {} } }],
  ])('takes the first target that can take %s', async (_, can, change) => {
    const cannot = Object.fromEntries(Object.keys(can).map((key) => [key, false]));
    const targets = [
      model('cannot', { capabilities: cannot }),
      model('unknown', undefined),
      model('can', { capabilities: can }),
    ];
    expect(await chosen({ targets }, change)).toBe('can');
    expect(await chosen({ targets: targets.slice(0, 2) }, change)).toBe('unknown');
    await expect(chosen({ targets: targets.slice(0, 1) }, change)).rejects.toThrow(
      /cannot\/cannot lacks \w+\./,
    );
    expect(await chosen({ targets })).not.toBe('can');
  });

  it('sees images in results', async () => {
    const content = [{ type: 'media', mediaType: 'image/png', data: 'AAAA' }] as const;
    const result = {
      type: 'tool-result',
      callId: 'c',
      name: 'look',
      status: 'success',
      content,
      executor: 'client',
    } as const;
    const targets = [
      model('blind', { capabilities: { vision: false } }),
      model('sees', { capabilities: { vision: true } }),
    ];
    expect(await chosen({ targets }, { messages: [{ id: 't', role: 'tool', content: [result] }] })).toBe(
      'sees',
    );
  });

  it('goes by the length of the request and the answer that is asked for', async () => {
    const targets = [
      model('short', { contextTokens: 100, maxOutputTokens: 50 }),
      model('long', { contextTokens: 9_000, maxOutputTokens: 5_000 }),
    ];
    const text = (length: number): Partial<ModelRequest> => ({ messages: [userMessage('x'.repeat(length))] });
    expect(await chosen({ targets }, text(390))).toBe('short');
    expect(await chosen({ targets }, text(410))).toBe('long');
    expect(await chosen({ targets }, { settings: { maxTokens: 60 } })).toBe('long');
    await expect(chosen({ targets }, text(40_000))).rejects.toMatchObject({
      code: 'config',
      message: expect.stringContaining(
        'short/short lacks 10000 contextTokens; long/long lacks 10000 contextTokens.',
      ) as string,
    });
  });

  it('adds the needs that it is told', async () => {
    const targets = [
      model('plain', { capabilities: { reasoning: false } }),
      model('thinks', { capabilities: { reasoning: true } }),
    ];
    expect(await chosen({ targets, needs: { reasoning: true } })).toBe('thinks');
    expect(await chosen({ targets, needs: { reasoning: false } })).toBe('plain');
  });

  it('prefers by the price of three tokens in for one out; the unknown comes last', async () => {
    const targets = [
      model('unknown', undefined),
      model('b', { price: { input: 3, output: 3 } }),
      model('a', { price: { input: 1, output: 8 } }),
    ];
    expect(await chosen({ targets, prefer: 'cost' })).toBe('a');
    expect(await chosen({ targets: targets.slice(0, 2), prefer: 'cost' })).toBe('b');
    expect(await chosen({ targets })).toBe('unknown');
  });

  it('prefers what was measured to be quicker, tries each once, and again after a while', async () => {
    let time = 0;
    const takes =
      (ms: number): ScriptedTurn =>
      () => {
        time += ms;
        return { text: 'ok' };
      };
    const [slow, quick] = [model('slow', {}, takes(80)), model('quick', {}, takes(10))];
    const routed = route.auto({ targets: [slow, quick], prefer: 'speed', now: () => time });
    const names = async (count: number): Promise<string> => {
      const found: (string | undefined)[] = [];
      for (let call = 0; call < count; call++) found.push(answeredBy((await outcome(routed)).events));
      return found.map((name) => name?.split('/')[0]).join(' ');
    };
    expect(await names(4)).toBe('slow quick quick quick');
    time += 300_000;
    expect(await names(3)).toBe('slow quick quick');
  });

  it('takes a failed call for a slow one', async () => {
    const failing = model('failing', {}, { error: scriptedError('server') });
    const routed = route.auto({ targets: [failing, model('ok', {})], prefer: 'speed' });
    expect((await outcome(routed)).error).toMatchObject({ code: 'server' });
    expect(answeredBy((await outcome(routed)).events)).toBe('ok/ok');
    expect(answeredBy((await outcome(routed)).events)).toBe('ok/ok');
  });

  it('lets an agent ask for what only some of its targets can', async () => {
    const plain = model('plain', { capabilities: { tools: true, structuredOutput: false } });
    const typed = model('typed', { capabilities: { tools: true, structuredOutput: true } }, '{"n":1}');
    const agent = new Agent({
      ...route.auto({ targets: [plain, typed] }),
      output: { type: 'object', properties: { n: {} } },
    });
    expect((await agent.run('go')).output).toEqual({ n: 1 });
  });

  it('is a target among others', async () => {
    const none = route.auto({
      targets: [model('blind', { capabilities: { vision: false } })],
      needs: { vision: true },
    });
    const both = withFallback([none, model('b', {})], { on: ['config'] });
    expect(await textFrom(both)).toBe('ok');
  });

  it('refuses what it cannot know', () => {
    expect(() => route.auto({ targets: [] })).toThrow(ConfigError);
    expect(() => route.auto({ targets: [model('a', {})], prefer: 'best' as never })).toThrow(
      'It is string "best".',
    );
  });
});

testOfflineProvider(() => route.auto({ targets: [model('a', undefined, 'An answer.')] }).provider);
