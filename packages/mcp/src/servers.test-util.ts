import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import process from 'node:process';
import {
  Agent,
  type AnyTool,
  type CallRecord,
  type JsonObject,
  type RunOptions,
  type Toolset,
} from '@pegboard/core';
import { scriptedProvider } from '@pegboard/testing';
import { nodeListener } from './server/node-listener.ts';

export interface Served extends AsyncDisposable {
  readonly url: string;
  readonly origin: string;
  readonly port: number;
}

/** A web-standard handler at a port of this machine. */
export async function serveHttp(handle: (request: Request) => Promise<Response>, port = 0): Promise<Served> {
  const server = createServer(nodeListener(handle));
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  // A server that listens on a port has the address of one.
  const { port: used } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${used}/mcp`,
    origin: `http://127.0.0.1:${used}`,
    port: used,
    async [Symbol.asyncDispose]() {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

/** The records of calls that a model makes in one turn. */
export async function callAll(
  tools: readonly (AnyTool | Toolset)[],
  calls: readonly (readonly [name: string, args: JsonObject])[],
  options: RunOptions = {},
): Promise<readonly CallRecord[]> {
  const provider = scriptedProvider([{ calls: calls.map(([name, args]) => ({ name, args })) }, 'done']);
  const agent = new Agent({ provider, model: 'any', tools, trustPolicy: false });
  return (await agent.run('Go', options)).calls.all;
}

export async function callOne(
  tools: readonly (AnyTool | Toolset)[],
  name: string,
  args: JsonObject = {},
  options: RunOptions = {},
): Promise<CallRecord> {
  const [record] = await callAll(tools, [[name, args]], options);
  if (!record) throw new TypeError('no call was made');
  return record;
}

/** Resolves when the condition holds; the time limit of the test is the only one. */
export async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await holds())) await new Promise((done) => setTimeout(done, 10));
}

/** Whether a process of this id is there. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
