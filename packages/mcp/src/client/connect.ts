import { StreamableHTTPClientTransport, type Transport } from '@modelcontextprotocol/client';
import { PegboardError } from '@pegboard/core';
import { redact, withDeadline } from '@pegboard/core/provider';
import { authorize, interactiveOf, isUnauthorized } from '../auth/authorize.ts';
import { ChildTransport } from './child-transport.ts';
import { clientOptions, handleRequests } from './client-handlers.ts';
import type { ConnectContext, Connection, Known } from './connection.ts';
import { openTransport } from './open-transport.ts';
import type { ServerSpec } from './server-spec.ts';
import { statusOf } from './status-of.ts';
import { TaskClient } from './task-client.ts';
import { version } from './version.ts';

/** Less than an agent waits for a toolset. */
export const defaultConnectTimeoutMs = 25_000;

/** Milliseconds in which a server says whether it speaks the newer protocol; one that says nothing does not. */
const probeMs = 10_000;

/** Connects once, in whatever way the server understands. Rejects with the signal's reason or with what went wrong; nothing is left then. */
export async function connect(context: ConnectContext, signal: AbortSignal): Promise<Connection> {
  try {
    return await attempt(context, signal);
  } catch (error) {
    signal.throwIfAborted();
    const way = otherWay(context, error);
    if (!way) throw error;
    context.known[way] = true;
    try {
      return await attempt(context, signal);
    } catch (again) {
      // It was something else.
      context.known[way] = false;
      signal.throwIfAborted();
      throw way === 'older' ? error : again;
    }
  }
}

/** How the server might understand us better; undefined where it is not that. */
function otherWay({ known, spec }: ConnectContext, error: unknown): keyof Known | undefined {
  const { options } = spec;
  if (error instanceof Ended && !known.legacy) return 'legacy';
  const mayBeOlder = 'url' in options && options.type === undefined && !known.older;
  return mayBeOlder && isRefused(error) ? 'older' : undefined;
}

/** Servers that know only the older transport answer a POST to its address so. */
function isRefused(error: unknown): boolean {
  const status = statusOf(error);
  return status === 400 || status === 404 || status === 405;
}

/** The process ended while it was asked which protocol it speaks. */
class Ended {
  readonly cause: unknown;

  constructor(cause: unknown) {
    this.cause = cause;
  }
}

async function attempt(context: ConnectContext, signal: AbortSignal): Promise<Connection> {
  const { options } = context.spec;
  const ms = options.connectTimeoutMs ?? defaultConnectTimeoutMs;
  const older = context.known.older || ('url' in options && options.type === 'sse');
  let transport: Transport | undefined;
  let client: TaskClient | undefined;
  const once = async (): Promise<void> => {
    transport = await openTransport(context.spec, older);
    client = newClient(context);
    const prior = context.known.legacy || older ? { prior: { kind: 'legacy' as const } } : {};
    await client.connect(transport, { timeout: ms, signal, ...prior });
  };
  const work = async (): Promise<void> => {
    try {
      await once();
    } catch (error) {
      if (!isUnauthorized(error) || !transport) throw error;
      await authorize(options, transport, signal);
      await once();
    }
  };
  try {
    // A person who has to log in takes longer than any server.
    await withDeadline(work, { ms: interactiveOf(options) ? false : ms, signal });
  } catch (error) {
    const endedByItself = childThatEnded(transport);
    void client?.close().catch(() => undefined);
    await transport?.close().catch(() => undefined);
    if (!endedByItself) throw error;
    throw context.known.legacy ? crashed(endedByItself, context.spec, error) : new Ended(error);
  }
  // Both are set where `work` succeeds.
  return connectionOf(client as unknown as TaskClient, transport as unknown as Transport, context);
}

/** A process that was there, and is gone before anybody ended it. */
function childThatEnded(transport: Transport | undefined): ChildTransport | undefined {
  if (!(transport instanceof ChildTransport) || transport.pid === null) return undefined;
  return transport.ended === undefined ? undefined : transport;
}

function crashed({ ended, tail }: ChildTransport, { secrets }: ServerSpec, cause: unknown): PegboardError {
  const words = redact(tail.text().slice(-500), secrets);
  return new PegboardError({
    code: 'network',
    what: `The process ended before it answered: ${ended}`,
    ...(words !== '' && { evidence: `its last words: ${words}` }),
    cause,
  });
}

function newClient(context: ConnectContext): TaskClient {
  const client = new TaskClient(
    { name: 'pegboard', version },
    {
      ...clientOptions(context),
      versionNegotiation: { mode: 'auto', probe: { timeoutMs: probeMs } },
    },
  );
  handleRequests(client, context);
  return client;
}

function connectionOf(client: TaskClient, transport: Transport, context: ConnectContext): Connection {
  const child = transport instanceof ChildTransport ? transport : undefined;
  let closed = false;
  let closing: Promise<void> | undefined;
  const lastWords = new Set<Promise<unknown>>();
  const connection: Connection = {
    client,
    isClosed: () => closed,
    ended: () => child?.ended,
    stderr: () => child?.tail.text() ?? '',
    pid: () => child?.pid ?? undefined,
    authorize: (signal) => authorize(context.spec.options, transport, signal),
    lastWords: (work) => {
      const heard = work.catch(() => undefined).finally(() => lastWords.delete(heard));
      lastWords.add(heard);
    },
    drop: () => {
      closed = true;
      void connection.close();
    },
    close: () => (closing ??= end()),
  };
  const end = async (): Promise<void> => {
    const isOpen = !closed;
    closed = true;
    if (isOpen) {
      // Calls that are aborted at this moment still cancel their tasks.
      await new Promise((resolve) => setImmediate(resolve));
      await withDeadline(() => Promise.all(lastWords), { ms: farewellMs }).catch(() => undefined);
      await leaveSession(transport);
    }
    await client.close().catch(() => undefined);
    await transport.close().catch(() => undefined);
  };
  // oxlint-disable-next-line unicorn/prefer-add-event-listener -- the SDK's objects are no event targets
  client.onclose = () => {
    if (closed) return;
    closed = true;
    context.onLost(connection);
  };
  return connection;
}

/** Milliseconds in which a server is told that its session is over, or a task. */
const farewellMs = 1_000;

/** Servers keep sessions of the older protocol over HTTP until they are told, or for a long time. */
async function leaveSession(transport: Transport): Promise<void> {
  if (!(transport instanceof StreamableHTTPClientTransport) || transport.sessionId === undefined) return;
  await withDeadline(() => transport.terminateSession(), { ms: farewellMs }).catch(() => undefined);
}
