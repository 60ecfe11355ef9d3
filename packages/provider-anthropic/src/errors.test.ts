import { describe, expect, it } from 'vitest';
import { failure, host, run, transports } from './loopback.test-util.ts';

const anthropicError = (type: string, message: string, error_code?: string): object => ({
  type: 'error',
  error: { type, message, details: error_code === undefined ? null : { error_code } },
  request_id: 'req_body',
});

describe.each(transports)('a refusal, through %s', (_, make) => {
  it.each([
    [
      400,
      anthropicError('invalid_request_error', 'prompt is too long: 9 tokens > 8 maximum'),
      'context-too-long',
    ],
    [413, anthropicError('request_too_large', 'Request exceeds the maximum size'), 'invalid-request'],
    [400, anthropicError('invalid_request_error', 'Your credit balance is too low'), 'payment'],
    [402, anthropicError('billing_error', 'Pay'), 'payment'],
    [429, anthropicError('rate_limit_error', 'Spent', 'enforced_spend_limit_reached'), 'payment'],
    [429, anthropicError('rate_limit_error', 'Slower', 'ramp_limit_exceeded'), 'rate-limit'],
    [400, anthropicError('overloaded_error', 'Odd status'), 'overloaded'],
    [429, { message: 'Too many requests, please wait' }, 'rate-limit'],
    [400, { message: 'Input is too long: too many input tokens' }, 'context-too-long'],
    [429, [{ error: { code: 429, message: 'Quota', status: 'RESOURCE_EXHAUSTED' } }], 'rate-limit'],
    [401, { error: { code: 401, message: 'Who?', status: 'UNAUTHENTICATED' } }, 'authentication'],
    [500, { error: 'plain words' }, 'server'],
    [400, { error: { type: 'constructor', message: 'words' } }, 'invalid-request'],
  ])('%i %j', async (status, body, code) => {
    const { baseURL } = await host((response) =>
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body)),
    );
    const error = await failure(run(make(baseURL)));
    expect(error).toMatchObject({ name: 'ProviderError', status, code });
    const words = /"(?:message|error)":"([^"]+)"/.exec(JSON.stringify(body))?.[1] ?? '?';
    expect(error.message).toContain(words);
  });

  it('names the exchange by the header, else by the body', async () => {
    const body = JSON.stringify(anthropicError('api_error', 'Oops'));
    for (const [headers, requestId] of [
      [{ 'request-id': 'req_header' }, 'req_header'],
      [{}, 'req_body'],
    ] as const) {
      const { baseURL } = await host((response) =>
        response.writeHead(500, { 'content-type': 'application/json', ...headers }).end(body),
      );
      expect(await failure(run(make(baseURL)))).toMatchObject({ requestId, retryable: true });
    }
  });
});
