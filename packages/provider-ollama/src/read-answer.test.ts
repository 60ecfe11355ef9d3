import { isProviderError } from '@pegboard/core/provider';
import { describe, expect, it } from 'vitest';
import {
  answers,
  done,
  failure,
  host,
  line,
  run,
  say,
  streams,
  transports,
  user,
} from './loopback.test-util.ts';

const call = (name: string, args: object = {}, more: object = {}): object => ({
  ...more,
  function: { name, arguments: args },
});

const counters = { prompt_eval_count: 11, eval_count: 7, total_duration: 5_000_000 };

describe.each(transports)('an answer through %s', (_name, make) => {
  const read = async (...lines: readonly string[]): ReturnType<typeof run> =>
    run(make((await host(streams(...lines))).baseURL));
  const fail = async (...lines: readonly string[]): Promise<Error> =>
    failure(run(make((await host(streams(...lines))).baseURL)));

  it('has thoughts, text and calls in their order', async () => {
    const { events, text, reasoning, calls, finish } = await read(
      say({ thinking: 'h' }),
      say({ thinking: 'm' }),
      say({ content: 'I look.' }),
      say({ tool_calls: [call('f', { a: 1 }, { id: 'c1' }), call('g')] }),
      say({ tool_calls: [call('h')] }),
      done(),
    );
    expect([reasoning, text, finish]).toEqual(['hm', 'I look.', { unified: 'tool-calls', raw: 'stop' }]);
    const part = { type: 'tool-call', executor: 'client' };
    expect(calls).toEqual([
      { ...part, callId: 'c1', name: 'f', args: { a: 1 } },
      { ...part, callId: '', name: 'g', args: {} },
      { ...part, callId: '', name: 'h', args: {} },
    ]);
    const indexes = events.flatMap((event) => ('index' in event ? [event.index] : []));
    expect([...new Set(indexes)]).toEqual([0, 1, 2, 3, 4]);
    expect(events[0]).toEqual({ type: 'start', response: { model: 'm:8b' } });
  });

  it('that comes at once is the same', async () => {
    const message = { role: 'assistant', content: 'x', thinking: 'hm', tool_calls: [call('f')] };
    const { baseURL } = await host(
      answers({ model: 'm', message, done: true, done_reason: 'stop', ...counters }),
    );
    const { text, reasoning, calls, usage } = await run(make(baseURL), { deltas: false });
    expect([text, reasoning, calls.length, usage?.inputTokens]).toEqual(['x', 'hm', 1, 11]);
  });

  it.each([
    ['stop', 'stop'],
    ['length', 'length'],
    ['load', 'other'],
    ['unload', 'other'],
    ['something new', 'other'],
  ])('that ends with %s ends with %s', async (raw, unified) => {
    expect((await read(say({ content: 'x' }), done({ done_reason: raw }))).finish).toEqual({ unified, raw });
  });

  it('of an old server has no reason', async () => {
    const old = { done_reason: undefined };
    expect((await read(say({ content: 'x' }), done(old))).finish).toEqual({ unified: 'stop' });
    expect((await read(say({ tool_calls: [call('f')] }), done(old))).finish).toEqual({
      unified: 'tool-calls',
    });
  });

  it('tells usage where the server does, and never 0 where it does not', async () => {
    expect((await read(done(counters))).usage).toEqual({ inputTokens: 11, outputTokens: 7, raw: counters });
    const { prompt_eval_count: _, ...cached } = counters;
    expect((await read(done(cached))).usage).toEqual({ outputTokens: 7, raw: cached });
    expect((await read(done())).usage).toEqual({});
  });

  it('may hold what is not known', async () => {
    const { text, calls } = await read(
      line({ status: 'loading' }),
      line([1]),
      line({ message: 'x', done: false }),
      say({ content: 5, thinking: null, tool_calls: 'x' }),
      say({ tool_calls: [null, {}, { function: null }, { function: { name: 1, arguments: 2 } }] }),
      say({ content: 'ok', hologram: { content: 'no' } }),
      done(),
    );
    expect(text).toBe('ok');
    expect(calls.map(({ name, args }) => [name, args])).toEqual([['', {}]]);
  });

  it('may have its thoughts in tags at the start of the text', async () => {
    const tagged = await read(say({ content: '<think>h' }), say({ content: 'm</think>\n\nYes' }), done());
    expect([tagged.reasoning, tagged.text]).toEqual(['hm', 'Yes']);
    const apart = await read(say({ thinking: 'hm' }), say({ content: '<think> is a tag' }), done());
    expect([apart.reasoning, apart.text]).toEqual(['hm', '<think> is a tag']);
    const short = await read(say({ content: '<' }), done());
    expect([short.reasoning, short.text]).toEqual(['', '<']);
  });

  it('keeps text before and after a call apart, also text that may have become a tag', async () => {
    for (const before of ['a', '<']) {
      const { events } = await read(
        say({ content: before, tool_calls: [call('f')] }),
        say({ content: 'b' }),
        done(),
      );
      const pieces = events.flatMap((event) =>
        event.type === 'text' ? [[event.index, event.text]] : event.type === 'part' ? [[event.index]] : [],
      );
      expect(pieces).toEqual([[0, before], [2, 'b'], [1]]);
    }
  });

  it('without its last line is cut off', async () => {
    for (const lines of [[], [say({ content: 'x' })], [say({ content: 'x' }), '{"done":tr']]) {
      expect(await fail(...lines)).toMatchObject({ code: 'truncated', retryable: true });
    }
  });

  it('that breaks keeps what came before', async () => {
    const provider = make((await host(streams(say({ content: 'half' }), line({ error: 'boom' })))).baseURL);
    let text = '';
    const error = await failure(
      (async () => {
        const request = { model: 'm', messages: [user('Hi')], tools: [], builtinTools: [], settings: {} };
        const { signal } = new AbortController();
        for await (const batch of provider.stream({ ...request, toolChoice: 'auto', deltas: true, signal }))
          for (const event of batch) if (event.type === 'text') text += event.text;
      })(),
    );
    expect(text).toBe('half');
    expect(error).toMatchObject({ code: 'server', retryable: true });
    expect(error.message).toContain('boom');
  });

  it.each([
    [404, "model 'x' not found", 'not-found', false, '`ollama pull test-model:8b`'],
    [404, undefined, 'not-found', false, 'without /v1'],
    [
      400,
      'registry.ollama.ai/library/m does not support tools',
      'invalid-request',
      false,
      "toolProtocol: 'text'",
    ],
    [400, '"m" does not support thinking', 'invalid-request', false, 'settings.reasoning'],
    [
      400,
      'think value "low" is not supported for this model',
      'invalid-request',
      false,
      'settings.reasoning',
    ],
    [
      400,
      'the prompt (40000 tokens) exceeds the available context size (4096 tokens)',
      'context-too-long',
      false,
      'numCtx',
    ],
    [401, 'unauthorized', 'authentication', false, '`ollama signin`'],
    [429, 'weekly usage limit', 'rate-limit', true, ''],
    [500, 'model requires more system memory (9 GiB) than is available (2 GiB)', 'server', false, 'smaller'],
    [500, 'llama runner process has terminated', 'server', true, ''],
    [503, 'server busy, please try again', 'overloaded', true, ''],
  ] as const)('of status %s and %j is %s', async (status, words, code, retryable, fix) => {
    const { baseURL } = await host((response) =>
      words === undefined
        ? response.writeHead(status, { 'content-type': 'text/plain' }).end('404 page not found')
        : answers({ error: words }, status)(response, {} as never),
    );
    for (const deltas of [true, false]) {
      const error = await failure(run(make(baseURL), { deltas }));
      expect(isProviderError(error)).toBe(true);
      expect(error).toMatchObject({ code, status, retryable });
      expect(error.message).toContain(words ?? 'page not found');
      expect(error.message).toContain(fix);
    }
  });

  it.each([
    [{ error: 'prompt too long; exceeded max context length by 4 tokens' }, 'context-too-long', false],
    [{ error: 'too many', status_code: 429 }, 'rate-limit', true],
    [{ error: { message: 'of a relay' } }, 'server', true],
  ])('whose line is %j fails with %s', async (error, code, retryable) => {
    expect(await fail(line(error))).toMatchObject({ code, retryable });
  });
});
