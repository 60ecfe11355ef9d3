// A stand-in for Chat Completions, in a thread of its own so that its memory does not count: `/steps-N/…` calls a tool N times,
// `/deltas-N/…` says N words, fifty of them in a network chunk.
import { createServer } from 'node:http';
import { parentPort } from 'node:worker_threads';

const common = { id: 'chatcmpl-1', object: 'chat.completion', created: 1, model: 'm' };
const usage = { prompt_tokens: 10, completion_tokens: 10, total_tokens: 20 };

function answer(step, steps) {
  const call = {
    id: `call_${step}`,
    type: 'function',
    function: { name: 'look_up', arguments: `{"query":"q","count":${step}}` },
  };
  const more = step < steps;
  const message = more
    ? { role: 'assistant', content: null, tool_calls: [call] }
    : { role: 'assistant', content: 'done' };
  const choices = [{ index: 0, message, finish_reason: more ? 'tool_calls' : 'stop' }];
  return JSON.stringify({ ...common, choices, usage });
}

function frame(delta, finish = null, rest = {}) {
  const choices = [{ index: 0, delta, finish_reason: finish }];
  return `data: ${JSON.stringify({ ...common, choices, ...rest })}\n\n`;
}

async function stream(response, deltas) {
  response.setHeader('content-type', 'text/event-stream');
  for (let from = 0; from < deltas; from += 50) {
    const words = Array.from({ length: Math.min(50, deltas - from) }, (_, at) => `word${from + at} `);
    if (!response.write(words.map((content) => frame({ content })).join('')))
      await new Promise((resolve) => response.once('drain', resolve));
  }
  response.end(`${frame({}, 'stop', { usage })}data: [DONE]\n\n`);
}

const server = createServer((request, response) => {
  const chunks = [];
  request.on('data', (chunk) => chunks.push(chunk));
  request.on('end', () => {
    const [, kind, count] = /^\/(steps|deltas)-(\d+)/.exec(request.url);
    if (kind === 'deltas') return void stream(response, Number(count));
    const step = Buffer.concat(chunks).toString().split('"role":"tool"').length - 1;
    response.setHeader('content-type', 'application/json');
    response.end(answer(step, Number(count)));
  });
});
// oxlint-disable-next-line unicorn/require-post-message-target-origin -- A port of a thread, which takes no origin.
server.listen(0, '127.0.0.1', () => parentPort.postMessage(server.address().port));
