import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';

const PATIENCE_MS = 5000;
const CORS = {
  'access-control-allow-origin': '*',
  'access-control-allow-headers': 'authorization, content-type',
  'access-control-expose-headers': 'x-request-id',
};
const CALLS = [
  ['get_weather', { city: 'Oslo' }],
  ['convert', { celsius: 18 }],
  ['get_weather', { city: 'Oslo', unit: 'kelvin' }],
  ['convert', { celsius: 'mild' }],
];

/** A promise with its `resolve`, and `happened()`: whether it resolved within the host's patience. */
function gate() {
  const { promise, resolve } = Promise.withResolvers();
  const happened = () => {
    const { promise: impatience, resolve: giveUp } = Promise.withResolvers();
    const timer = setTimeout(() => giveUp(false), PATIENCE_MS);
    return Promise.race([promise, impatience]).finally(() => clearTimeout(timer));
  };
  return { open: () => resolve(true), happened };
}

const chunk = (delta, finish = null) => ({
  id: 'chatcmpl-1',
  object: 'chat.completion.chunk',
  model: 'gpt-smoke',
  choices: [{ index: 0, delta, finish_reason: finish }],
});
const frame = (data) => `data: ${JSON.stringify(data)}\n\n`;
const usage = { id: 'chatcmpl-1', choices: [], usage: { prompt_tokens: 20, completion_tokens: 10 } };
const END = `${frame(usage)}data: [DONE]\n\n`;

/** One network chunk; the next turn of the event loop keeps it apart from what follows. */
function send(response, bytes) {
  return new Promise((resolve) => response.write(bytes, () => setImmediate(resolve)));
}

/** The four calls, their arguments interleaved piece by piece. */
async function sendCalls(response) {
  const begun = CALLS.map(([name], index) => {
    const call = { index, id: `call-${index}`, type: 'function', function: { name, arguments: '' } };
    return frame(chunk({ role: 'assistant', tool_calls: [call] }));
  });
  await send(response, begun.join(''));
  for (const half of [0, 1]) {
    for (const [index, [, args]] of CALLS.entries()) {
      const all = JSON.stringify(args);
      const piece = half === 0 ? all.slice(0, 7) : all.slice(7);
      await send(response, frame(chunk({ tool_calls: [{ index, function: { arguments: piece } }] })));
    }
  }
  response.end(frame(chunk({}, 'tool_calls')) + END);
}

/** Text in two pieces, the second only after the reader has seen the first, cut in the middle of a character. */
async function sendText(response, seen) {
  await send(response, frame(chunk({ role: 'assistant', content: 'Oslo: ' })));
  if (!(await seen.happened())) return response.destroy();
  const rest = Buffer.from(frame(chunk({ content: '18 °C 🌤' })));
  const cut = rest.indexOf(Buffer.from('🌤')) + 2;
  await send(response, rest.subarray(0, cut));
  await send(response, rest.subarray(cut));
  return response.end(frame(chunk({}, 'stop')) + END);
}

/** A host on 127.0.0.1 that speaks Chat Completions with one client. `facts()` tells what it saw of the client. */
export async function startChatHost() {
  const seen = gate();
  const closed = gate();
  const facts = { completions: 0, agents: new Set(), results: [] };

  async function complete(request, response) {
    const { messages } = JSON.parse(await text(request));
    facts.completions += 1;
    facts.agents.add(request.headers['user-agent']);
    if (request.headers.authorization !== 'Bearer sk-right') {
      const error = { message: 'Incorrect API key provided: sk-wrong', code: 'invalid_api_key' };
      response.writeHead(401, { ...CORS, 'content-type': 'application/json', 'x-request-id': 'req-401' });
      return response.end(JSON.stringify({ error }));
    }
    response.writeHead(200, { ...CORS, 'content-type': 'text/event-stream' });
    if (JSON.stringify(messages).includes('Count for ever')) {
      response.on('close', closed.open);
      return send(response, frame(chunk({ role: 'assistant', content: 'One' })));
    }
    facts.results = messages.filter(({ role }) => role === 'tool').map((message) => message.tool_call_id);
    return facts.results.length === 0 ? sendCalls(response) : sendText(response, seen);
  }

  const routes = {
    'POST /v1/chat/completions': complete,
    'OPTIONS /v1/chat/completions': (_request, response) => response.writeHead(204, CORS).end(),
    'GET /v1/first-text': (_request, response) => {
      seen.open();
      response.writeHead(204, CORS).end();
    },
    'GET /v1/closed': async (_request, response) => {
      const body = JSON.stringify({ closed: await closed.happened() });
      response.writeHead(200, { ...CORS, 'content-type': 'application/json' }).end(body);
    },
  };
  const server = createServer((request, response) => {
    const route = routes[`${request.method} ${request.url}`];
    if (!route) return response.writeHead(404, CORS).end();
    return Promise.resolve(route(request, response)).catch((error) => response.destroy(error));
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address();
  const close = () => {
    server.close();
    server.closeAllConnections();
  };
  return { port, baseURL: `http://127.0.0.1:${port}/v1`, facts: () => facts, close };
}
