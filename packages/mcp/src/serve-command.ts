import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { parseArgs } from 'node:util';
import { type AnyTool, ConfigError, type Toolset } from '@pegboard/core';
import type { CommandContext } from '@pegboard/core/plugin';
import { filter, merge } from '@pegboard/core/tools';
import { describe } from './client/describe.ts';
import { nodeListener } from './server/node-listener.ts';
import { serveTools, type ToolServer } from './server/serve-tools.ts';

/**
 * `pegboard mcp serve [--http PORT] [tools…]`: serves tools of the registry, all of them or the named ones, over standard input and
 * output, or at a port of this machine. Ends when the client leaves, or with the signal.
 */
export async function serveCommand(
  args: readonly string[],
  ctx: CommandContext,
  log: (message: string) => void,
): Promise<number> {
  const { port, selectors } = parse(args);
  await using server = serveTools(
    { tools: () => served(ctx, selectors) },
    { name: 'pegboard', onError: (error) => log(error.message) },
  );
  if (port === undefined) await server.stdio({ signal: ctx.signal });
  else await serveHttp(server, port, ctx);
  return 0;
}

/** All tools of the registry, those of its toolsets too, or the selected ones. */
function served(
  { tools, toolsets }: CommandContext,
  selectors: readonly string[],
): readonly (AnyTool | Toolset)[] {
  // A list that begins with `!` takes away from all, and no name begins with `-`.
  const all = [...tools(['!-*']), ...toolsets];
  if (selectors.length === 0 || all.length === 0) return all;
  const chosen = filter(merge(...all), selectors);
  return 'list' in chosen ? [chosen] : chosen;
}

async function serveHttp(
  server: ToolServer,
  port: number,
  { signal, writeError }: CommandContext,
): Promise<void> {
  const http = createServer(nodeListener(server.fetch));
  http.listen(port, '127.0.0.1');
  await once(http, 'listening');
  // A server that listens on a port has the address of one.
  writeError(`Serving at http://127.0.0.1:${(http.address() as AddressInfo).port}/mcp\n`);
  if (!signal.aborted) await once(signal, 'abort');
  http.close();
  http.closeAllConnections();
}

function parse(args: readonly string[]): { port: number | undefined; selectors: readonly string[] } {
  const { values, positionals } = read(args);
  if (values.http === undefined) return { port: undefined, selectors: positionals };
  const port = /^\d+$/.test(values.http) ? Number(values.http) : -1;
  if (port >= 0 && port < 65_536) return { port, selectors: positionals };
  throw refused('--http needs a port', `got ${JSON.stringify(values.http)}`);
}

function read(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: { http: { type: 'string' } }, allowPositionals: true });
  } catch (error) {
    throw refused('An option cannot be read', describe(error));
  }
}

function refused(what: string, evidence: string): ConfigError {
  const fix = 'Write: pegboard mcp serve [--http PORT] [tools…], where port 0 takes a free one';
  return new ConfigError({ what, evidence, fix });
}
