import { describe, expect, it } from 'vitest';
import { Agent, defineTool, result, RetryToolCall, type RunResult, ToolFailure } from '@pegboard/core';
import { scriptedProvider } from '@pegboard/testing';
import { expectSound } from './check-history.test-util.ts';

/** A run in which the model calls a tool once and then answers. */
async function runWith(execute: () => unknown, more: object = {}): Promise<RunResult> {
  const tool = defineTool({
    name: 'work',
    description: 'Works',
    input: { type: 'object' },
    execute,
    ...more,
  });
  const provider = scriptedProvider([{ calls: [{ name: 'work', callId: 'c' }] }, 'done']);
  const outcome = await new Agent({ provider, model: 'm', tools: [tool] }).run('Work');
  expect(outcome).toMatchObject({ status: 'done', text: 'done' });
  expectSound(outcome.messages);
  // The state can be stored, and nothing is lost by it.
  expect(JSON.parse(JSON.stringify(outcome.state))).toEqual(outcome.state);
  return outcome;
}

function refuse(): never {
  throw new Error('hands off');
}

function hostile(): object {
  return new Proxy({}, { get: refuse, has: refuse, getPrototypeOf: refuse, ownKeys: refuse });
}

describe('a run goes on whatever a tool returns', () => {
  const cyclic: Record<string, unknown> = {};
  cyclic['self'] = cyclic;
  const values: readonly (readonly [string, unknown, string, unknown])[] = [
    ['a BigInt', 10n, 'success', '10'],
    ['a cycle', cyclic, 'success', { self: '[circular]' }],
    ['a Map', new Map([['a', 1]]), 'success', { a: 1 }],
    ['a Set', new Set([1]), 'success', [1]],
    ['a Date', new Date(0), 'success', '1970-01-01T00:00:00.000Z'],
    ['bytes', new Uint8Array([1, 2]), 'success', 'AQI='],
    ['undefined', undefined, 'success', null],
    ['an empty text', '', 'success', ''],
    ['a function', () => 1, 'failed', undefined],
    ['a proxy that throws', hostile(), 'failed', undefined],
    [
      'a thenable that throws',
      {
        // oxlint-disable-next-line unicorn/no-thenable -- the point of the test
        then: () => {
          throw new Error('no');
        },
      },
      'failed',
      undefined,
    ],
    ['metadata that is no JSON', result('ok', { metadata: { at: 1n as never } }), 'success', 'ok'],
    [
      'content that is no JSON',
      result('ok', { content: [{ type: 'text', text: (() => 1) as never }] }),
      'success',
      'ok',
    ],
  ];
  it.each(values)('%s', async (_, value, status, encoded) => {
    const { calls, messages } = await runWith(() => value);
    expect(calls.all).toMatchObject([{ status, phase: 'settled' }]);
    expect(calls.last('work')?.result).toEqual(encoded);
    const results = messages.find((message) => message.role === 'tool')?.content;
    expect(results?.[0]?.content.length).toBeGreaterThan(0);
  });

  it('10 MB of text: the record keeps all, the model is shown the beginning', async () => {
    const { calls, messages } = await runWith(() => 'x'.repeat(10_000_000));
    expect(calls.lastResult('work')).toHaveLength(10_000_000);
    const shown = JSON.stringify(messages);
    expect(shown.length).toBeLessThan(101_000);
    expect(shown).toContain('100000 of 10000000 characters shown');
  });

  it('cuts to the maxResultChars of the tool, objects too', async () => {
    const { messages } = await runWith(() => ({ text: 'y'.repeat(100) }), { maxResultChars: 20 });
    expect(JSON.stringify(messages)).toContain('20 of 111 characters shown');
    const whole = await runWith(() => 'z'.repeat(200_000), { maxResultChars: false });
    expect(JSON.stringify(whole.messages).length).toBeGreaterThan(200_000);
  });
});

describe('a run goes on whatever a tool throws', () => {
  const things: readonly (readonly [string, unknown, RegExp])[] = [
    ['a string', 'disk full', /work failed: disk full/],
    ['an error', new Error('disk full'), /work failed: disk full/],
    ['nothing', undefined, /work failed: unknown error/],
    ['null', null, /work failed: unknown error/],
    ['a number', 7, /work failed: 7/],
    ['a frozen object', Object.freeze({ message: 'cold' }), /work failed: cold/],
    ['a proxy that throws', hostile(), /work failed: unknown error/],
    ['an error with a path', new Error("ENOENT: open '/home/ann/keys/id.pem'"), /open 'id\.pem'/],
    [
      'an error with a Windows path',
      new Error('cannot read C:\\Users\\ann\\keys\\id.pem'),
      /cannot read id\.pem/,
    ],
    ['an error with a file URL', new Error('in file:///srv/app/index.js:3'), /in index\.js:3/],
    ['a long message', new Error('m'.repeat(100_000)), /m{400}/],
  ];
  it.each(things)('%s', async (_, thing, text) => {
    const { calls, messages } = await runWith(async () => {
      throw thing;
    });
    expect(calls.all).toMatchObject([{ status: 'failed' }]);
    expect(calls.last('work')?.error).toMatch(text);
    expect(calls.last('work')?.error?.length).toBeLessThan(600);
    expect(JSON.stringify(messages)).not.toMatch(/\bann\b|\/srv|at .*\.ts:/);
  });

  it('the deliberate signals, with their words', async () => {
    const retry = await runWith(() => {
      throw new RetryToolCall('Use a four-digit year.');
    });
    expect(retry.calls.last('work')).toMatchObject({ status: 'retry', error: 'Use a four-digit year.' });
    const failure = await runWith(() => {
      throw new ToolFailure('There is no such town.');
    });
    expect(failure.calls.last('work')).toMatchObject({ status: 'failed', error: 'There is no such town.' });
  });
});

const runThrowing = (thrown: unknown): Promise<RunResult> => {
  const tool = defineTool({
    name: 'work',
    description: 'Works',
    input: { type: 'object' },
    execute: () => {
      throw thrown;
    },
  });
  const provider = scriptedProvider([{ calls: [{ name: 'work' }, { name: 'work' }] }, 'done']);
  return new Agent({ provider, model: 'm', tools: [tool], onToolError: 'throw' }).run('Work');
};

describe('onToolError: throw', () => {
  it('fails the run with what was thrown as the cause', async () => {
    const thrown = new Error('bug');
    await expect(runThrowing(thrown)).rejects.toMatchObject({
      code: 'tool',
      cause: { cause: thrown },
      result: { status: 'failed' },
    });
  });

  it('leaves deliberate signals to the model', async () => {
    expect(await runThrowing(new ToolFailure('no such town'))).toMatchObject({ status: 'done' });
  });
});

const flaky = (failures: number, keys: string[], more: object = {}): object => ({
  execute: (_: object, ctx: { attempt: number; idempotencyKey: string }) => {
    keys.push(`${ctx.attempt} ${ctx.idempotencyKey.split(':')[1] ?? ''}`);
    if (keys.length <= failures) throw new Error('busy');
    return 'worked';
  },
  effects: { idempotent: true },
  retry: { attempts: 3, delayMs: 1 },
  ...more,
});

describe('retry of a tool', () => {
  it('runs it again under the same key', async () => {
    const keys: string[] = [];
    const { calls } = await runWith(() => undefined, flaky(2, keys));
    expect(keys).toEqual(['1 c', '2 c', '3 c']);
    expect(calls.last('work')).toMatchObject({ status: 'success', attempts: 3, result: 'worked' });
  });

  it('gives up after the last attempt, and where `on` says no or fails', async () => {
    const keys: string[] = [];
    const spent = await runWith(() => undefined, flaky(9, keys));
    expect(spent.calls.last('work')).toMatchObject({ status: 'failed', attempts: 3 });
    for (const on of [
      () => false,
      () => {
        throw new Error('on is broken');
      },
    ]) {
      const once: string[] = [];
      const { calls } = await runWith(
        () => undefined,
        flaky(9, once, { retry: { attempts: 3, delayMs: 1, on } }),
      );
      expect(calls.last('work')).toMatchObject({ status: 'failed', attempts: 1, error: 'work failed: busy' });
    }
  });

  it('repeats nothing whose effects say that it is not idempotent', async () => {
    const keys: string[] = [];
    const { calls } = await runWith(
      () => undefined,
      flaky(9, keys, { effects: () => ({ idempotent: false }) }),
    );
    expect(calls.last('work')?.attempts).toBe(1);
  });
});

describe('result()', () => {
  it('adds content for the model and metadata for the record, and ends the run when final', async () => {
    const tool = defineTool({
      name: 'work',
      description: 'Works',
      input: { type: 'object' },
      trust: 'untrusted',
      execute: () =>
        result({ n: 1 }, { content: [{ type: 'text', text: 'see' }], metadata: { ms: 3 }, final: true }),
    });
    const provider = scriptedProvider([{ text: 'Wait.', calls: [{ name: 'work' }] }]);
    const done = await new Agent({ provider, model: 'm', tools: [tool] }).run('Work');
    expect(done).toMatchObject({ status: 'done', stopReason: 'tool-final', output: { n: 1 }, text: 'Wait.' });
    expect(done.calls.last('work')).toMatchObject({ metadata: { ms: 3 }, final: true, trust: 'untrusted' });
    const part = done.messages.at(-1)?.content[0];
    expect(part).toMatchObject({
      trust: 'untrusted',
      content: [{ type: 'text' }, { type: 'json', value: { n: 1 } }, { text: 'see' }, { type: 'text' }],
    });
    expect(JSON.stringify(done.messages)).not.toContain('"ms"');
  });
});

it('what a tool does to its input does not show in the history', async () => {
  const tool = defineTool({
    name: 'work',
    description: 'Works',
    input: { type: 'object' },
    execute: (input) => {
      Object.assign(input, { changed: true });
      (input['list'] as string[]).push('more');
      return 'worked';
    },
  });
  const provider = scriptedProvider([{ calls: [{ name: 'work', input: { list: ['a'] } }] }, 'done']);
  const done = await new Agent({ provider, model: 'm', tools: [tool] }).run('Work');
  expect(done.calls.last('work')?.input).toEqual({ list: ['a'] });
  expect(JSON.stringify(done.messages)).not.toMatch(/changed|more/);
});

it('progress of a generator becomes events; none comes after the result', async () => {
  const tool = defineTool({
    name: 'work',
    description: 'Works',
    input: { type: 'object' },
    async *execute(_, { progress }) {
      yield 'a';
      progress({ done: 1 });
      setTimeout(() => progress('late'), 5);
      yield 'b';
      return 'worked';
    },
  });
  const provider = scriptedProvider([{ calls: [{ name: 'work' }] }, { text: 'done', latencyMs: 15 }]);
  const seen: unknown[] = [];
  await new Agent({ provider, model: 'm', tools: [tool] }).run('Work', {
    onEvent: (event) => event.type === 'tool-progress' && seen.push(event.value),
  });
  expect(seen).toEqual(['a', { done: 1 }, 'b']);
});
