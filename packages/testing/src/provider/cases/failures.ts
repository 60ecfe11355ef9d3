import { inspect } from 'node:util';
import { check, checkOneOf, checkSame } from '../../conformance/check.ts';
import { call, calling, saying } from '../answers.ts';
import { apiKey } from '../model-request.ts';
import { providerCase } from '../provider-case.ts';
import { sendError } from '../send-answer.ts';
import type { WireFormat } from '../wire-format.ts';

const statuses: readonly (readonly [number, readonly string[], boolean])[] = [
  [400, ['invalid-request'], false],
  [401, ['authentication'], false],
  [402, ['payment'], false],
  [403, ['permission'], false],
  [404, ['not-found'], false],
  [408, ['timeout'], true],
  [409, ['conflict'], true],
  [413, ['invalid-request', 'context-too-long'], false],
  [422, ['invalid-request'], false],
  [429, ['rate-limit'], true],
  [500, ['server'], true],
  [502, ['server', 'overloaded', 'network'], true],
  [503, ['overloaded', 'server'], true],
  [504, ['timeout', 'server'], true],
  [529, ['overloaded'], true],
];

export const failureCases = [
  ...statuses.map(([status, codes, retryable]) =>
    providerCase(
      `status ${status} is told as ${codes[0]}, ${retryable ? 'worth a retry' : 'not worth a retry'}`,
      async (bench) => {
        const { wire, refuse, fail, ask } = bench;
        for (const deltas of [true, false]) {
          refuse(
            { status, message: `words of the host ${status}` },
            wire.requestIdHeader ? { [wire.requestIdHeader]: 'req-9' } : {},
          );
          const { error } = await fail(ask({ deltas }));
          checkSame(error.status, status, 'error.status');
          checkOneOf(error.code, codes, 'error.code');
          checkSame(error.retryable, retryable, 'error.retryable');
          checkSame(error.provider, bench.provider.name, 'error.provider');
          check(
            error.message.includes(`words of the host ${status}`),
            `the message should quote the host: ${error.message}`,
          );
          if (wire.requestIdHeader) checkSame(error.requestId, 'req-9', 'error.requestId');
        }
      },
    ),
  ),
  providerCase(
    'refusals that the status alone does not tell are told apart',
    async ({ wire, reply, fail }) => {
      if (wire.errors.length === 0) return { skipped: 'the API has no such refusals' };
      for (const { name, status, headers, body, code, retryable, retryAfterMs } of wire.errors) {
        reply(async (exchange) => {
          exchange.head(status, { 'content-type': 'application/json', ...headers });
          await exchange.write(JSON.stringify(body));
          exchange.end();
        });
        const { error } = await fail();
        checkSame([error.code, error.retryable], [code, retryable], `code and retryable for ${name}`);
        if (retryAfterMs !== undefined)
          checkSame(error.retryAfterMs, retryAfterMs, `retryAfterMs for ${name}`);
      }
    },
  ),
  providerCase('a body of an error that is not JSON is no second error', async ({ reply, fail }) => {
    const bodies = [
      '<html><body>502 Bad Gateway</body></html>',
      '',
      '{"error":',
      'null',
      '[]',
      '"text"',
      '{"error":null}',
      '42',
    ];
    for (const body of bodies) {
      reply(async (exchange) => {
        exchange.head(502, { 'content-type': 'text/html' });
        if (body) await exchange.write(body);
        exchange.end();
      });
      const { error } = await fail();
      checkSame([error.status, error.retryable], [502, true], `status and retryable for the body ${body}`);
    }
  }),
  providerCase('a huge body of an error does not make a huge message', async ({ reply, fail }) => {
    reply(async (exchange) => {
      exchange.head(500, { 'content-type': 'text/plain' });
      await exchange.write('x'.repeat(500_000));
      exchange.end();
    });
    const { error } = await fail();
    check(error.message.length < 10_000, `the message has ${error.message.length} characters`);
  }),
  providerCase('a key that the host quotes is not in the error', async ({ refuse, fail }) => {
    refuse({ status: 401, message: `Incorrect API key provided: ${apiKey}.` });
    const { error } = await fail();
    check(!inspect(error, { depth: 8, showHidden: true }).includes(apiKey), 'the key should be left out');
  }),
  providerCase('after a failure the next call works', async ({ refuse, answer, fail, run }) => {
    refuse({ status: 500, message: 'once' });
    await fail();
    answer(saying('fine'));
    checkSame((await run()).text, 'fine', 'the text');
  }),
  providerCase('an error inside a stream, first thing, rejects', async ({ wire, answer, fail }) => {
    const forms = errorFrames(wire, 'the host is on fire');
    if (forms.length === 0) return { skipped: 'the API has no errors inside a stream' };
    for (const frame of forms) {
      answer(saying('x'), { frames: () => [frame] });
      const { error } = await fail();
      check(
        error.message.includes('the host is on fire'),
        `the message should quote the host: ${error.message}`,
      );
    }
    return undefined;
  }),
  providerCase(
    'an error inside a stream, later, rejects after what came before it',
    async ({ wire, answer, fail }) => {
      const forms = errorFrames(wire, 'the host is on fire');
      if (forms.length === 0) return { skipped: 'the API has no errors inside a stream' };
      for (const frame of forms) {
        for (const chunking of [undefined, 'whole'] as const) {
          answer(
            { ...saying('so far', ' so good'), finish: null },
            { frames: (all) => [...all, frame], ...(chunking && { chunking }) },
          );
          const { error, transcript } = await fail();
          checkSame(transcript.text, 'so far so good', 'what was handed on before');
          check(
            error.message.includes('the host is on fire'),
            `the message should quote the host: ${error.message}`,
          );
        }
      }
      return undefined;
    },
  ),
  providerCase('a one-shot answer that tells of an error rejects', async ({ wire, reply, fail, ask }) => {
    const body = wire.failedBody?.('the host is on fire');
    if (body === undefined) return { skipped: 'the API has no errors of status 200' };
    reply((exchange) => sendError(exchange, 200, body));
    const { error } = await fail(ask({ deltas: false }));
    check(
      error.message.includes('the host is on fire'),
      `the message should quote the host: ${error.message}`,
    );
    return undefined;
  }),
  ...(['stream', 'one-shot'] as const).map((kind) =>
    providerCase(
      `an answer of status 200 that is no answer rejects: ${kind}`,
      async ({ reply, fail, ask }) => {
        const bodies = ['<html><body>Welcome</body></html>', '', '{}', 'null', '[]', '{"a":'];
        for (const body of bodies) {
          reply(async (exchange) => {
            exchange.head(200, { 'content-type': kind === 'stream' ? 'text/html' : 'application/json' });
            if (body) await exchange.write(body);
            exchange.end();
          });
          const { error } = await fail(ask({ deltas: kind === 'stream' }));
          checkOneOf(
            error.code,
            ['invalid-response', 'truncated', 'server', 'network'],
            `code for the body ${body}`,
          );
        }
      },
    ),
  ),
  providerCase('a frame that is not JSON rejects instead of being lost', async ({ wire, answer, fail }) => {
    const broken = wire.framing === 'sse' ? 'data: {"choices": [{"del\n\n' : '{"mess\n';
    answer(saying('a', 'b'), { frames: (frames) => [...frames.slice(0, 2), broken, ...frames.slice(2)] });
    const { error } = await fail();
    checkOneOf(error.code, ['invalid-response', 'truncated'], 'error.code');
  }),
  ...connectionCases(),
];

function errorFrames({ errorFrame, moreErrorFrames }: WireFormat, message: string): readonly string[] {
  return [...(errorFrame ? [errorFrame(message)] : []), ...(moreErrorFrames?.(message) ?? [])];
}

function lastAs(frames: readonly string[], change: (last: string) => string): string[] {
  return frames.map((frame, at) => (at === frames.length - 1 ? change(frame) : frame));
}

function connectionCases(): ReturnType<typeof providerCase>[] {
  const early = ['truncated', 'network'];
  return [
    providerCase('a stream that ends early, cleanly, is truncated', async ({ answer, fail }) => {
      answer({ ...saying('half an ans'), finish: null });
      const { error, transcript } = await fail();
      checkSame(error.code, 'truncated', 'error.code');
      checkSame(transcript.text, 'half an ans', 'what was handed on before');
    }),
    providerCase('a stream that ends inside a call is truncated', async ({ answer, fail }) => {
      answer({ ...calling(call('c1', 'f', '{"a":', '1}')), finish: null });
      checkSame((await fail()).error.code, 'truncated', 'error.code');
    }),
    providerCase('a stream that ends inside a frame is truncated', async ({ answer, fail }) => {
      answer(
        { ...saying('one', 'two'), finish: null },
        { frames: (frames) => lastAs(frames, (last) => last.slice(0, 30)) },
      );
      checkOneOf((await fail()).error.code, [...early, 'invalid-response'], 'error.code');
    }),
    providerCase('a stream without a single frame is truncated', async ({ answer, fail }) => {
      answer(saying('x'), { frames: () => [] });
      const { error } = await fail();
      checkOneOf(error.code, [...early, 'invalid-response'], 'error.code');
    }),
    providerCase(
      'a reset before the answer is a network error, worth a retry',
      async ({ reply, fail, ask }) => {
        for (const deltas of [true, false]) {
          reply((exchange) => exchange.reset());
          const { error } = await fail(ask({ deltas }));
          checkSame(
            [error.code, error.retryable, error.status],
            ['network', true, undefined],
            'code, retryable and status',
          );
        }
      },
    ),
    providerCase('a reset inside a stream rejects after what came before it', async ({ answer, fail }) => {
      answer({ ...saying('so far'), finish: null }, { end: 'reset' });
      const { error } = await fail();
      checkOneOf(error.code, early, 'error.code');
    }),
    providerCase('a reset inside a one-shot body rejects', async ({ reply, fail, ask, wire }) => {
      reply(async (exchange) => {
        exchange.head(200, { 'content-type': 'application/json', 'content-length': '100000' });
        await exchange.write(JSON.stringify(wire.body(saying('x'))).slice(0, 20));
        exchange.reset();
      });
      checkOneOf(
        (await fail(ask({ deltas: false }))).error.code,
        [...early, 'invalid-response'],
        'error.code',
      );
    }),
    providerCase(
      'a host that cannot be reached is a network error, worth a retry',
      async ({ server, fail }) => {
        await server.close();
        const { error } = await fail();
        checkSame([error.code, error.retryable], ['network', true], 'code and retryable');
      },
    ),
  ];
}
