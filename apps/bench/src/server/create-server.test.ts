import { once } from 'node:events';
import { type AddressInfo, connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createServer } from './create-server.ts';
import { argumentsOf, piecesOf, readPlan } from './plan.ts';

const server = createServer();
let origin = '';

beforeAll(async () => {
  await once(server.listen(0, '127.0.0.1'), 'listening');
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => void server.close());

const result = { role: 'tool', tool_call_id: 'call_0_0', content: 'found' };

async function ask(path: string, body: object): Promise<Response> {
  // A connection that is not kept lets the server close.
  const headers = { connection: 'close' };
  return fetch(`${origin}${path}`, { method: 'POST', headers, body: JSON.stringify(body) });
}

test('calls the tools of the plan until their results are in the request, then answers', async () => {
  const path = '/steps-1_calls-2_deltas-3/v1/chat/completions';
  const plan = readPlan('steps-1_calls-2_deltas-3');
  const first = (await (await ask(path, { messages: [] })).json()) as { choices: [{ message: object }] };
  const calls = [0, 1].map((call) => ({
    id: `call_0_${call}`,
    type: 'function',
    function: { name: 'tool_0', arguments: argumentsOf(plan, 0, call) },
  }));
  expect(first.choices[0].message).toMatchObject({ content: null, tool_calls: calls });
  const last = (await (await ask(path, { messages: [result, result] })).json()) as typeof first;
  expect(last.choices[0].message).toMatchObject({ content: piecesOf(plan).join('') });
});

test('refuses a request that answers some of the calls', async () => {
  const response = await ask('/steps-1_calls-2/v1/chat/completions', { messages: [result] });
  expect(response.status).toBe(400);
  expect(await response.text()).toContain('1 results cannot answer turns of 2 calls');
});

test('refuses a path without a plan', async () => {
  expect((await ask('/v1/chat/completions', {})).status).toBe(400);
});

test.each([
  ['chat/completions', /data: (.*)\n\n/g, 'data: [DONE]\n\n'],
  ['messages', /data: (.*)\n\n/g, 'event: message_stop\ndata: {"type":"message_stop"}\n\n'],
])('streams events of %s, some to a network chunk', async (path, event, end) => {
  const response = await ask(`/steps-0_deltas-100_perChunk-50/v1/${path}`, { stream: true });
  const body = await response.text();
  expect(response.headers.get('content-type')).toContain('text/event-stream');
  expect(body.endsWith(end)).toBe(true);
  const pieces = piecesOf(readPlan('deltas-100')).filter((piece) => body.includes(JSON.stringify(piece)));
  expect(pieces).toHaveLength(100);
  expect([...body.matchAll(event)].length).toBeGreaterThan(100);
});

test('streams arguments in deltas that join to the JSON of the call', async () => {
  const query = 'steps-1_argumentChars-500_argumentDelta-20';
  const body = await (await ask(`/${query}/v1/messages`, { stream: true })).text();
  const pieces = [...body.matchAll(/"partial_json":("(?:[^"\\]|\\.)*")/g)].map(
    ([, json = '']) => JSON.parse(json) as string,
  );
  expect(pieces.every((piece) => piece.length <= 20)).toBe(true);
  expect(pieces.join('')).toBe(argumentsOf(readPlan(query), 0, 0));
});

test('takes a request in pieces, with a body in chunks, and another one on the same connection', async () => {
  const socket = connect(Number(new URL(origin).port), '127.0.0.1');
  const head = 'POST /steps-0_deltas-1/v1/chat/completions HTTP/1.1\r\n';
  const chunked = `${head}transfer-encoding: chunked\r\n\r\n5\r\n{"a":\r\n2\r\n1}\r\n0\r\n\r\n`;
  const plain = `${head}Content-Length: 2\r\n\r\n{}`;
  for (const byte of Buffer.from(chunked)) socket.write(Buffer.of(byte));
  await once(socket, 'data');
  socket.end(plain);
  expect(await text(socket)).toMatch(/^HTTP\/1\.1 200 OK[^]*"content":" word0"/);
});
