import { describe, expect, it } from 'vitest';
import { recordedRequests } from '../lib/recorded-requests.test-util.ts';
import { isUnsealed } from './content-rules.ts';
import { readRequest } from './read-request.ts';
import { validateRequest } from './validate-request.ts';

const requests = recordedRequests(
  ['anthropic', 'cross-provider'],
  (host, path) => host === 'api.anthropic.com' && /^\/v1\/messages(\?|$)/.test(path),
);

describe.skipIf(!requests)('recorded requests (../shared/wire; skipped where it is absent)', () => {
  it('are many', () => {
    expect(requests?.length).toBeGreaterThan(55);
  });

  // Signatures of the true host cannot be checked here.
  it.each(requests ?? [])('$name is taken', ({ body }) => {
    expect(validateRequest(body, { isSeal: isUnsealed, version: '2023-06-01' })).toEqual([]);
    expect(validateRequest(body, { isSeal: isUnsealed })).toEqual([]);
  });

  it.each(requests ?? [])('$name is read in full', ({ body }) => {
    const { messages, tools } = readRequest(body);
    const text = JSON.stringify(body);
    const calls = messages.flatMap((message) => message.calls ?? []);
    expect(calls).toHaveLength(text.split('"type":"tool_use"').length - 1);
    expect(messages.filter(({ role }) => role === 'tool')).toHaveLength(
      text.split('"type":"tool_result"').length - 1,
    );
    expect(tools).toHaveLength(Array.isArray(body.tools) ? body.tools.length : 0);
  });
});
