import type { IncomingHttpHeaders } from 'node:http';
import { expect, it } from 'vitest';
import { bearerHeaders, createHttpTransport } from '@pegboard/core/provider';
import { listen } from './loopback.test-helper.ts';

it('a host of bearer tokens is sent the key, and without a key no header', async () => {
  const seen: IncomingHttpHeaders[] = [];
  const { url } = await listen((request, response) => {
    seen.push(request.headers);
    response.end('{}');
  });
  const host = {
    provider: 'tiny',
    framing: 'sse',
    baseURL: url,
    keyVariable: 'TINY_KEY_THAT_NOBODY_SETS',
    keyless: true,
    headers: bearerHeaders,
  } as const;
  const call = { path: '/', body: '{}', model: 'm', stream: false, signal: new AbortController().signal };
  for (const options of [{ apiKey: 'key-1' }, {}]) {
    const answer = await createHttpTransport(host, options)(call);
    if ('response' in answer) await answer.response.text();
  }
  expect(seen.map(({ authorization }) => authorization)).toEqual(['Bearer key-1', undefined]);
});
