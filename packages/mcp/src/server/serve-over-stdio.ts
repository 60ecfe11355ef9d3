import type { ProtocolEra, Server } from '@modelcontextprotocol/server';
import { serveStdio, StdioServerTransport } from '@modelcontextprotocol/server/stdio';

export interface StdioServing {
  readonly connections: Set<{ close: () => Promise<void> }>;
  readonly signal: AbortSignal | undefined;
  readonly onError: ((error: Error) => void) | undefined;
}

/** Serves one client over this process's standard input and output; resolves when it has gone. */
export async function serveOverStdio(
  create: (ctx: { readonly era: ProtocolEra }) => Server,
  { connections, signal, onError }: StdioServing,
): Promise<void> {
  const transport = new StdioServerTransport();
  let handle: { close: () => Promise<void> } | undefined;
  const gone = new Promise<void>((resolve) => {
    process.stdin.once('end', resolve);
    process.stdin.once('close', resolve);
    signal?.addEventListener('abort', () => resolve(), { once: true });
    if (signal?.aborted) resolve();
    handle = serveStdio(create, { transport, ...(onError && { onerror: onError }) });
    connections.add({ close: async () => resolve() });
  });
  await gone;
  await handle?.close();
}
