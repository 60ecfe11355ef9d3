import process from 'node:process';
import { testToolset } from '@pegboard/testing/vitest';
import { afterAll, beforeAll } from 'vitest';
import { reference } from '../commands.test-util.ts';
import { mcpServer, mcpServers, serveTools } from '../index.ts';
import { type Served, serveHttp } from '../servers.test-util.ts';
import { toys } from '../toys.test-util.ts';

let http: Served;
beforeAll(async () => {
  http = await serveHttp(serveTools(toys, { name: 'toys' }).fetch);
});
afterAll(() => http[Symbol.asyncDispose]());

/** Starts, and says nothing. */
const silent = { command: process.execPath, args: ['-e', 'setInterval(() => {}, 1000)'] };
const settleMs = 30_000;
const timeout = 60_000;
const graph = { read_graph: [{}], search_nodes: [{ query: 'a' }] };

testToolset(() => mcpServer(reference('memory')), {
  name: 'a server as a process',
  samples: graph,
  stuck: () => mcpServer(silent),
  settleMs,
  timeoutMs: timeout,
});

testToolset(() => mcpServer({ ...reference('memory'), name: 'memory', lifetime: 'run' }), {
  name: 'a server as a process for each run',
  samples: { memory_read_graph: [{}] },
  stuck: () => mcpServer({ ...silent, lifetime: 'run' }),
  settleMs,
  timeoutMs: timeout,
});

testToolset(() => mcpServers({ toys: { url: http.url }, memory: reference('memory') }), {
  name: 'servers over HTTP and as a process',
  samples: { toys_add: [{ a: 1, b: 2 }], memory_read_graph: [{}] },
  settleMs,
  timeoutMs: timeout,
});
