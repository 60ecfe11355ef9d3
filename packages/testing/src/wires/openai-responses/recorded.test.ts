import { describe, expect, it } from 'vitest';
import { recordedRequests } from '../lib/recorded-requests.test-util.ts';
import { isUnsealed } from './item-rules.ts';
import { readRequest } from './read-request.ts';
import { validateRequest } from './validate-request.ts';

const requests = recordedRequests(
  ['openai-responses', 'cross-provider'],
  (host, path) => host === 'api.openai.com' && /^\/v1\/responses(\?|$)/.test(path),
);

describe.skipIf(!requests)('recorded requests (../shared/wire; skipped where it is absent)', () => {
  it('are many', () => {
    expect(requests?.length).toBeGreaterThan(55);
  });

  // What the true host encrypted cannot be checked here.
  it.each(requests ?? [])('$name is taken', ({ body }) => {
    expect(validateRequest(body, isUnsealed)).toEqual([]);
  });

  it.each(requests ?? [])('$name is read in full', ({ body }) => {
    const { messages } = readRequest(body);
    const text = JSON.stringify(body.input);
    expect(messages.flatMap((message) => message.calls ?? [])).toHaveLength(
      text.split('"type":"function_call"').length - 1,
    );
    expect(messages.filter(({ role }) => role === 'tool')).toHaveLength(
      text.split('"type":"function_call_output"').length - 1,
    );
  });
});
