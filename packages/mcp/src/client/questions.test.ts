import { InMemoryTransport } from '@modelcontextprotocol/client';
import { Server } from '@modelcontextprotocol/server';
import { expect, test } from 'vitest';
import { type McpElicit, type McpElicitation, mcpServer, serveTools } from '../index.ts';
import { callOne, serveHttp } from '../servers.test-util.ts';
import { toys } from '../toys.test-util.ts';

const timeout = 30_000;

test(
  'in the newer protocol the question is part of the answer, and the call is made again with the reply',
  { timeout },
  async () => {
    await using http = await serveHttp(serveTools(toys, { name: 'toys' }).fetch);
    const asked: McpElicitation[] = [];
    const onElicit: McpElicit = (elicitation) => {
      asked.push(elicitation);
      return { action: 'accept', content: { approve: asked.length === 1 } };
    };
    await using server = mcpServer({ url: http.url, name: 'toys', onElicit });
    expect((await server.info()).protocol).toBe('2026-07-28');
    const allowed = await callOne([server], 'toys_erase', { what: 'notes' });
    expect(allowed.result).toBe('erased notes');
    expect(asked).toMatchObject([
      { server: 'toys', callId: allowed.callId, schema: { required: ['approve'] } },
    ]);
    const denied = await callOne([server], 'toys_erase', { what: 'notes' });
    expect(denied.status).toBe('failed');
    expect(denied.error).toContain('did not allow it');
  },
);

/** A server of the older protocol whose one tool asks, and then does something. */
function askingServer(
  afterwards: (message: string, abort: AbortController) => void,
): () => Promise<InMemoryTransport> {
  return async () => {
    const [near, far] = InMemoryTransport.createLinkedPair();
    const server = new Server({ name: 'asking', version: '1' }, { capabilities: { tools: {} } });
    server.setRequestHandler('tools/list', () => ({
      tools: [{ name: 'ask', inputSchema: { type: 'object', properties: { words: { type: 'string' } } } }],
    }));
    server.setRequestHandler('tools/call', async ({ params }, { mcpReq }) => {
      const abort = new AbortController();
      const message = JSON.stringify(params.arguments?.['words']);
      const requestedSchema = { type: 'object' as const, properties: {} };
      const asking = mcpReq.elicitInput({ message, requestedSchema }, { signal: abort.signal });
      setImmediate(() => afterwards(message, abort));
      await asking.catch(() => undefined);
      return { content: [{ type: 'text', text: 'went on' }] };
    });
    await server.connect(far);
    return near;
  };
}

test(
  'a question that the server takes back is over, and so is one whose run is aborted',
  { timeout },
  async () => {
    const over = { first: Promise.withResolvers<void>(), second: Promise.withResolvers<void>() };
    const onElicit: McpElicit = ({ message }, { signal }) =>
      new Promise(() => {
        const which = message === '"first"' ? over.first : over.second;
        signal.addEventListener('abort', () => which.resolve());
      });
    const stop = new AbortController();
    const transport = askingServer((message, abort) => {
      if (message === '"first"') abort.abort('never mind');
      else stop.abort(new Error('enough'));
    });
    await using server = mcpServer({ name: 'asking', transport, onElicit });
    const first = await callOne([server], 'asking_ask', { words: 'first' });
    expect(first.result).toBe('went on');
    await over.first.promise;
    const second = await callOne([server], 'asking_ask', { words: 'second' }, { signal: stop.signal });
    expect(second.status).toBe('interrupted');
    await over.second.promise;
  },
);
