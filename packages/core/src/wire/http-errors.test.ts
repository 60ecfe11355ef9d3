import { describe, expect, it } from 'vitest';
import {
  parseRateLimits,
  parseRetryAfter,
  redact,
  toHttpError,
  toNetworkError,
} from '@pegboard/core/provider';

const failure = { provider: 'test', model: 'm', headers: {} };

const retryable = (status: number, value: string): boolean =>
  toHttpError({ ...failure, status, headers: { 'x-should-retry': value } }).retryable;

describe('an answer that is a refusal', () => {
  it.each([
    [400, 'invalid-request', false],
    [401, 'authentication', false],
    [402, 'payment', false],
    [403, 'permission', false],
    [404, 'not-found', false],
    [408, 'timeout', true],
    [409, 'conflict', true],
    [413, 'invalid-request', false],
    [422, 'invalid-request', false],
    [429, 'rate-limit', true],
    [500, 'server', true],
    [502, 'server', true],
    [503, 'overloaded', true],
    [504, 'timeout', true],
    [529, 'overloaded', true],
    [307, 'invalid-response', false],
  ])('of status %i is %s, retryable: %s', (status, code, again) => {
    expect(toHttpError({ ...failure, status })).toMatchObject({
      name: 'ProviderError',
      status,
      code,
      retryable: again,
    });
  });

  it('obeys x-should-retry over everything else', () => {
    expect(retryable(400, 'true')).toBe(true);
    expect(retryable(429, 'false')).toBe(false);
    expect(retryable(429, 'maybe')).toBe(true);
  });

  it('carries what host and headers tell, in three sentences', () => {
    const error = toHttpError({
      ...failure,
      status: 429,
      headers: { 'x-request-id': 'req_1', 'retry-after': '2', 'x-ratelimit-remaining-requests': '0' },
      message: 'Slow down',
      fix: 'Wait',
    });
    expect(error.message).toBe('test answered with status 429. Slow down. Wait.');
    expect(error).toMatchObject({
      provider: 'test',
      model: 'm',
      retryAfterMs: 2000,
      requestId: 'req_1',
      rateLimits: { requests: { remaining: 0 } },
    });
  });

  it('never shows a key, also when the host echoes it', () => {
    const message = 'Incorrect key sk-abc123 in "Authorization: Bearer sk-other-key"';
    const error = toHttpError({ ...failure, status: 401, message, secrets: ['sk-abc123'] });
    expect(error.message).toContain('Incorrect key [redacted] in "Authorization: Bearer [redacted]"');
  });
});

describe('the time to wait', () => {
  const now = Date.parse('2026-11-20T10:00:00Z');

  it.each<[Record<string, string>, number | undefined]>([
    [{ 'retry-after-ms': '1500', 'retry-after': '9' }, 1500],
    [{ 'retry-after': '0.5' }, 500],
    [{ 'retry-after': '0' }, 0],
    [{ 'retry-after': 'Fri, 20 Nov 2026 10:00:30 GMT' }, 30_000],
    [{ 'retry-after': 'Fri, 20 Nov 2026 09:00:00 GMT' }, 0],
    [{ 'retry-after': 'soon' }, undefined],
    [{ 'retry-after': '-5' }, undefined],
    [{ 'retry-after-ms': 'NaN', 'retry-after': '3' }, 3000],
    [{}, undefined],
  ])('of %j is %s', (headers, expected) => {
    expect(parseRetryAfter(headers, now)).toBe(expected);
  });
});

describe('rate limits', () => {
  it('are read from the headers of OpenAI and its like', () => {
    const headers = {
      'x-ratelimit-limit-requests': '500',
      'x-ratelimit-remaining-requests': '499',
      'x-ratelimit-reset-requests': '120ms',
      'x-ratelimit-limit-tokens': '30000',
      'x-ratelimit-reset-tokens': '1h6m0.5s',
    };
    expect(parseRateLimits(headers)).toEqual({
      requests: { limit: 500, remaining: 499, resetMs: 120 },
      tokens: { limit: 30_000, resetMs: 3_960_500 },
    });
  });

  it('are read from the headers of Anthropic', () => {
    const headers = {
      'anthropic-ratelimit-requests-remaining': '3',
      'anthropic-ratelimit-requests-reset': '2026-11-20T10:00:05Z',
    };
    expect(parseRateLimits(headers, Date.parse('2026-11-20T10:00:00Z'))).toEqual({
      requests: { remaining: 3, resetMs: 5000 },
    });
  });

  it('are absent where nothing can be read', () => {
    expect(
      parseRateLimits({ 'x-ratelimit-limit-requests': 'many', 'x-ratelimit-reset-tokens': 'later' }),
    ).toBeUndefined();
  });
});

describe('a broken connection', () => {
  it('is told with the host and without keys, paths and credentials', () => {
    const url = 'https://me:hush@api.example/v1/path';
    const error = new TypeError(`cannot fetch ${url} with sk-12345`);
    const told = toNetworkError({ provider: 'test', url, error, secrets: ['sk-12345'] });
    expect(told.message).toBe(
      'The connection to api.example failed. cannot fetch [redacted] with [redacted].',
    );
    expect(told).toMatchObject({ code: 'network', retryable: true, status: undefined });
  });

  it('is recognised behind the layers of fetch', () => {
    const inner = Object.assign(new Error('x'), { code: 'ECONNRESET' });
    const error = new TypeError('fetch failed', { cause: new AggregateError([inner]) });
    expect(toNetworkError({ provider: 'test', url: 'https://a.example', error }).message).toMatch(
      /was reset: ECONNRESET/,
    );
  });

  it('takes whatever was thrown', () => {
    for (const error of [undefined, null, 'text', 7, {}]) {
      expect(toNetworkError({ provider: 'test', url: 'nonsense', error }).code).toBe('network');
    }
  });
});

it('redact leaves short words alone', () => {
  expect(redact('a basic idea', ['a', ''])).toBe('a basic idea');
});
