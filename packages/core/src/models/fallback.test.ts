import { getEventListeners } from 'node:events';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Agent, type AgentEvent, ConfigError, isProviderError, type Provider } from '@pegboard/core';
import { balance, type FallbackOptions, withFallback, withRetry, wrapProvider } from '@pegboard/core/models';
import { scriptedError, scriptedProvider, type ScriptedProvider, type ScriptedTurn } from '@pegboard/testing';
import { testOfflineProvider } from '@pegboard/testing/vitest';
import { answeredBy, ask, outcome, targetOf, textFrom, textIn, warningsIn } from './ask.test-util.ts';

const provider = (name: string, ...turns: ScriptedTurn[]): ScriptedProvider =>
  scriptedProvider(turns, { name });
const fails = (code: Parameters<typeof scriptedError>[0]): ScriptedTurn => ({ error: scriptedError(code) });
const halfway = (code: Parameters<typeof scriptedError>[0]): ScriptedTurn => ({
  text: 'A long answer that breaks off',
  after: 1,
  error: scriptedError(code),
});

/** Two targets: the first plays `turns`, the second answers `second`. */
function pair(turns: readonly ScriptedTurn[], options?: FallbackOptions) {
  const [a, b] = [provider('a', ...turns), provider('b', 'second')];
  return { a, b, both: withFallback([targetOf(a, 'one'), targetOf(b, 'two')], options) };
}

describe('withFallback', () => {
  it.each([
    'rate-limit',
    'overloaded',
    'server',
    'timeout',
    'network',
    'conflict',
    'truncated',
    'payment',
    'not-found',
    'invalid-response',
    'provider-bug',
  ] as const)('asks the next target after %s, with its own model', async (code) => {
    const { a, b, both } = pair([fails(code)]);
    expect(await textFrom(both)).toBe('second');
    expect([a.requests[0]?.model, b.requests[0]?.model]).toEqual(['one', 'two']);
  });

  it.each(['invalid-request', 'context-too-long', 'authentication', 'permission', 'content-filter'] as const)(
    'fails with %s as it is',
    async (code) => {
      const error = scriptedError(code);
      const { b, both } = pair([{ error }]);
      expect((await outcome(both)).error).toBe(error);
      expect(b.requests).toEqual([]);
    },
  );

  it('asks nobody else while the first answers', async () => {
    const { a, b, both } = pair(['first']);
    const { events } = await outcome(both);
    expect(textIn(events)).toBe('first');
    expect(warningsIn(events)).toEqual([]);
    expect([a.requests.length, b.requests.length]).toEqual([1, 0]);
  });

  it('tells each move, and who answered', async () => {
    const { both } = pair([fails('overloaded')]);
    const { events } = await outcome(both);
    expect(warningsIn(events)).toMatchObject([
      {
        code: 'fallback',
        details: { from: 'a/one', to: 'b/two', error: 'overloaded' },
        message: expect.stringContaining('Asking b/two instead of a/one.') as string,
      },
    ]);
    expect(answeredBy(events)).toBe('b/two');
    expect(events.filter(({ type }) => type === 'start')).toMatchObject([
      { response: { id: 'b-1', model: 'two' } },
    ]);
  });

  it('moves on the codes or by the function that it is given', async () => {
    expect(await textFrom(pair([fails('context-too-long')], { on: ['context-too-long'] }).both)).toBe(
      'second',
    );
    expect((await outcome(pair([fails('server')], { on: ['rate-limit'] }).both)).error).toMatchObject({
      code: 'server',
    });
    const seen: unknown[] = [];
    const on = (error: unknown): boolean => seen.push(error) > 0;
    expect(await textFrom(pair([fails('authentication')], { on }).both)).toBe('second');
    expect(seen).toMatchObject([{ code: 'authentication' }]);
    const broken = (): boolean => {
      throw new TypeError('oops');
    };
    expect((await outcome(pair([fails('server')], { on: broken }).both)).error).toMatchObject({
      code: 'hook',
      message: expect.stringContaining('`on` of withFallback failed. oops.') as string,
    });
  });

  it('moves on when a broken stream has shown nothing, though it had begun', async () => {
    const begun = [
      [
        { type: 'start', response: { id: 'lost' } },
        { type: 'warning', code: 'setting-dropped', message: 'No seed.' },
      ],
    ] as const;
    const { both } = pair([{ events: begun, after: 1, error: scriptedError('network') }]);
    const { events } = await outcome(both);
    expect(events.map(({ type }) => type)).toEqual(['warning', 'warning', 'start', 'text', 'finish']);
    expect(answeredBy(events)).toBe('b/two');
  });

  it.each([
    ['a stream without a finish', { events: [] }],
    ['a finish that is an error', { finish: { unified: 'error', raw: 'MALFORMED' } }],
  ] as const)('moves on after %s', async (_, turn) => {
    expect(await textFrom(pair([turn]).both)).toBe('second');
  });

  it('fails when a part of the answer was shown', async () => {
    const { b, both } = pair([halfway('network')]);
    const { events, error } = await outcome(both);
    expect(textIn(events)).toBe('A long answer th');
    expect(error).toMatchObject({ code: 'network' });
    expect(b.requests).toEqual([]);
  });

  it('with `restart` says that the part is void and begins anew', async () => {
    const { both } = pair([halfway('network')], { restart: true });
    const { events } = await outcome(both);
    expect(warningsIn(events)).toMatchObject([
      { code: 'fallback' },
      { code: 'retry', details: { restarted: true } },
    ]);
    const anew = events.findIndex((event) => event.type === 'warning' && event.code === 'retry');
    expect(textIn(events.slice(anew))).toBe('second');
  });

  it('when all fail has the last code and every error', async () => {
    const errors = [scriptedError('rate-limit', { retryAfterMs: 70 }), scriptedError('not-found')];
    const targets = errors.map((error, at) => targetOf(provider(`p${at}`, { error }), 'm'));
    const { error } = await outcome(withFallback(targets));
    expect(error).toMatchObject({
      code: 'not-found',
      status: 404,
      retryable: true,
      retryAfterMs: 70,
      cause: { errors },
      message: expect.stringMatching(
        /2 of 2 targets failed\. p0\/m: .*rate-limit.* p1\/m: .*not-found/,
      ) as string,
    });
    expect((await outcome(withFallback([targetOf(provider('p', { error: errors[1] }))]))).error).toBe(
      errors[1],
    );
  });

  it.each([
    [[70, 20], 20],
    [[70, undefined], undefined],
  ])('when all fail asks to wait as %j do: %s', async (waits, retryAfterMs) => {
    const targets = waits.map((ms, at) =>
      targetOf(provider(`p${at}`, { error: scriptedError('overloaded', { retryAfterMs: ms }) })),
    );
    const { error } = await outcome(withFallback(targets));
    expect(error).toMatchObject({ retryable: true, retryAfterMs });
  });

  it('counts what a failed attempt used', async () => {
    const spent = { finish: 'error', usage: { inputTokens: 7, outputTokens: 2 } } as const;
    const { events } = await outcome(pair([spent]).both);
    expect(events.at(-1)).toMatchObject({ type: 'finish', usage: { inputTokens: 17, outputTokens: 7 } });
  });

  it.each([
    [
      'throws at once',
      () => {
        throw new TypeError('no');
      },
    ],
    ['gives nothing that can be read', () => undefined as never],
    [
      'yields something else than batches',
      async function* () {
        yield 'text' as never;
      },
    ],
    [
      'throws a string',
      async function* () {
        yield [];
        throw 'no';
      },
    ],
  ] satisfies readonly (readonly [string, Provider['stream']])[])(
    'takes a provider that %s for a failed one',
    async (_, stream) => {
      const broken = targetOf({ name: 'broken', stream });
      expect(await textFrom(withFallback([broken, targetOf(provider('b', 'second'))]))).toBe('second');
      const { error } = await outcome(withFallback([broken]));
      expect(error).toSatisfy(isProviderError);
      expect(error).toMatchObject({ code: 'provider-bug', provider: 'broken' });
    },
  );

  it('hands on nothing after the finish', async () => {
    const finish = { type: 'finish', finish: { unified: 'stop' }, usage: {} } as const;
    const more = { type: 'text', index: 0, text: 'x' } as const;
    const events = [[more, finish, more], [finish]];
    expect(
      (await outcome(withFallback([targetOf(provider('a', { events }))]))).events.map(({ type }) => type),
    ).toEqual(['start', 'text', 'finish']);
  });

  it("reads a stream to its end, and what goes wrong after the finish is nobody's concern", async () => {
    let closed = 0;
    const stream: Provider['stream'] = async function* () {
      yield [{ type: 'finish', finish: { unified: 'stop' }, usage: {} }];
      closed++;
      throw scriptedError('network');
    };
    const { events, error } = await outcome(withFallback([targetOf({ name: 'a', stream })]));
    expect([events.map(({ type }) => type), error, closed]).toEqual([['start', 'finish'], undefined, 1]);
  });

  it.each([
    ['heeds', false],
    ['ignores', true],
  ])('ends at an abort, with its reason, when the target %s it', async (_, ignoreAbort) => {
    const controller = new AbortController();
    const { b, both } = pair([{ hang: true, ignoreAbort }]);
    const call = outcome(both, { signal: controller.signal });
    await new Promise((resolve) => setImmediate(resolve));
    controller.abort('enough');
    expect((await call).error).toBe('enough');
    expect(b.requests).toEqual([]);
    expect(getEventListeners(controller.signal, 'abort')).toEqual([]);
  });

  it('tells the target when its reader leaves', async () => {
    const { a, both } = pair([{ text: 'a long answer', hang: true, after: 1 }]);
    for await (const batch of both.provider.stream(ask())) if (batch.length > 0) break;
    expect(a.requests[0]?.signal.aborted).toBe(true);
  });

  it('can hold decorated and composed targets, and be decorated', async () => {
    const busy = fails('overloaded');
    const a = provider('a', busy, 'first');
    const quick = { minDelayMs: 0, maxDelayMs: 0 };
    const retried = withFallback([targetOf(withRetry(a, quick)), targetOf(provider('b'))]);
    expect(await textFrom(retried)).toBe('first');
    const inner = balance([targetOf(provider('x', busy), 'one')]);
    const outer = withFallback([inner, targetOf(provider('y', 'ok'), 'two')]);
    const { events } = await outcome(outer);
    expect(answeredBy(events)).toBe('y/two');
    const whole = withFallback([pair([busy]).both]);
    expect(answeredBy((await outcome(whole)).events)).toBe('b/two');
    let calls = 0;
    const counted = wrapProvider(pair(['first']).both.provider, (request, next) => {
      calls++;
      return next(request);
    });
    expect(await textFrom(withFallback([targetOf(counted)]))).toBe('first');
    expect(calls).toBe(1);
  });

  it.each([[[]], [[{ provider: {}, model: 'm' }]], [[{ provider: provider('a'), model: '' }]], [undefined]])(
    'refuses the list %j',
    (targets) => {
      expect(() => withFallback(targets as never)).toThrow(ConfigError);
    },
  );

  it('refuses a rule that is none', () => {
    expect(() => withFallback([targetOf(provider('a'))], { on: 'server' as never })).toThrow(
      'withFallback cannot tell which failures move on.',
    );
  });
});

describe('an agent on a fallback', () => {
  it('answers through the second target and tells the move', async () => {
    const { both } = pair([fails('overloaded')]);
    const events: AgentEvent[] = [];
    const result = await new Agent({ ...both }).run('Hi', { onEvent: (event) => events.push(event) });
    expect(result.text).toBe('second');
    expect(events.filter(({ type }) => type === 'warning')).toMatchObject([{ code: 'fallback' }]);
  });

  it('keeps only the answer of the target that began anew', async () => {
    const { both } = pair([halfway('network')], { restart: true });
    const pieces: string[] = [];
    const result = await new Agent({ ...both }).run('Hi', { onText: (text) => pieces.push(text) });
    expect(result.text).toBe('second');
    expect(pieces).toEqual(['A long answer th', 'second']);
  });
});

const scripts = fc.array(
  fc.record({
    turn: fc.constantFrom<'answers' | 'fails' | 'refuses' | 'breaks' | 'ends' | 'errs'>(
      'answers',
      'fails',
      'refuses',
      'breaks',
      'ends',
      'errs',
    ),
    deltas: fc.integer({ min: 1, max: 4 }),
  }),
  { minLength: 1, maxLength: 5 },
);

describe('for any script of failures', () => {
  it('there is one finish or one rejection, and what is shown without a restart comes from one target', async () => {
    await fc.assert(
      fc.asyncProperty(scripts, fc.boolean(), fc.boolean(), async (script, restart, deltas) => {
        const targets = script.map(({ turn, deltas: count }, at) => {
          const text = `${at}`.repeat(count);
          const turns: Record<typeof turn, ScriptedTurn> = {
            answers: { text, chunkSize: 1 },
            fails: fails('server'),
            refuses: fails('invalid-request'),
            breaks: { text, chunkSize: 1, after: 1, error: scriptedError('network') },
            ends: { events: [[{ type: 'text', index: 0, text }]] },
            errs: { text, finish: 'error', chunkSize: 1 },
          };
          return targetOf(provider(`p${at}`, turns[turn]), 'm');
        });
        const { events, error } = await outcome(withFallback(targets, { restart }), { deltas });
        const finishes = events.filter(({ type }) => type === 'finish').length;
        expect(finishes).toBe(error === undefined ? 1 : 0);
        const anew = events.findLastIndex((event) => event.type === 'warning' && event.code === 'retry');
        expect(anew < 0 || restart).toBe(true);
        const shown = new Set(shownText(events.slice(anew + 1)));
        expect(shown.size).toBeLessThanOrEqual(1);
        if (error === undefined) expect(answeredBy(events.slice(anew + 1))).toBe(`p${[...shown][0]}/m`);
        else expect(error).toSatisfy(isProviderError);
      }),
    );
  });
});

function shownText(events: readonly Parameters<typeof textIn>[0][number][]): string {
  return events
    .map((event) =>
      event.type === 'text'
        ? event.text
        : event.type === 'part' && 'text' in event.part
          ? event.part.text
          : '',
    )
    .join('');
}

testOfflineProvider(() => {
  const first = scriptedProvider([], { name: 'a', otherwise: fails('overloaded') });
  return withFallback([
    targetOf(first),
    targetOf(scriptedProvider([], { name: 'b', otherwise: 'An answer.' })),
  ]).provider;
});
