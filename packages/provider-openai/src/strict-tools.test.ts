import type { JsonObject, ToolSpec } from '@pegboard/core';
import { openaiChatWire, openaiResponsesWire } from '@pegboard/testing';
import { expect, it } from 'vitest';
import { openai } from './index.ts';
import { delta, done, host, run, sse, streams } from './loopback.test-helper.ts';

const tools: readonly ToolSpec[] = [
  {
    name: 'whole',
    description: 'x',
    inputSchema: { type: 'object', properties: { a: { type: 'string' } }, required: ['a'] },
  },
  {
    name: 'optional',
    description: 'x',
    inputSchema: { type: 'object', properties: { a: { type: 'string' } } },
  },
];

it.each(['chat', 'responses'] as const)('strictTools holds models of %s to schemas that fit', async (api) => {
  for (const strictTools of [true, false]) {
    const { baseURL, seen } = await host(
      api === 'chat'
        ? streams(sse(delta({ content: 'x' }), delta({}, 'stop')) + done)
        : (response) =>
            response
              .writeHead(200, { 'content-type': 'application/json' })
              .end('{"status":"completed","output":[]}'),
    );
    await run(openai({ baseURL, apiKey: 'k', api, strictTools }), { tools });
    const body = (seen[0]?.body ?? {}) as JsonObject;
    const wire = api === 'chat' ? openaiChatWire : openaiResponsesWire;
    expect(wire.violations(body)).toEqual([]);
    const sent = (body.tools as { strict?: boolean; function?: { strict?: boolean } }[]).map(
      ({ strict, function: inner }) => strict ?? inner?.strict ?? false,
    );
    expect(sent).toEqual([strictTools, false]);
  }
});
