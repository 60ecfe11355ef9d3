import { UnauthorizedError } from '@modelcontextprotocol/client';
import { ConfigError, isPegboardError, PegboardError } from '@pegboard/core';
import { redact, withDeadline } from '@pegboard/core/provider';
import { createBackoff } from './backoff.ts';
import type { Connection } from './connection.ts';
import { isRefusal } from './status-of.ts';
import { describe } from './describe.ts';
import { sleep } from './sleep.ts';
import type { McpReconnect } from './options.ts';

/** Holds one connection open: made with the first use, and again after it broke. */
export interface Keeper {
  /** The connection, as soon as there is one. Rejects with the signal's reason, or when the server cannot be reached. */
  readonly get: (signal: AbortSignal) => Promise<Connection>;
  readonly current: () => Connection | undefined;
  /** Ends the connection and all tries; resolves when nothing is left of it. Again is fine. */
  readonly close: () => Promise<void>;
}

export interface KeeperOptions extends McpReconnect {
  readonly name: string;
  /** What must not be seen in messages. */
  readonly secrets: readonly string[];
  readonly open: (signal: AbortSignal) => Promise<Connection>;
  /** Told once for each series of tries that failed. */
  readonly onFailure: (error: unknown) => void;
}

export function createKeeper(options: KeeperOptions): Keeper {
  const { name, secrets, open, onFailure, attempts = 3, delayMs = 250, maxDelayMs = 30_000 } = options;
  const backoff = createBackoff(delayMs, maxDelayMs);
  const end = new AbortController();
  const opened = new Set<Connection>();
  let live: Connection | undefined;
  let opening: Promise<Connection> | undefined;
  let lastError: unknown;

  const tryOften = async (): Promise<Connection> => {
    for (let attempt = 1; ; attempt++) {
      try {
        const connection = await open(end.signal);
        opened.add(connection);
        if (end.signal.aborted) await connection.close();
        end.signal.throwIfAborted();
        backoff.connected();
        return connection;
      } catch (error) {
        end.signal.throwIfAborted();
        backoff.failed();
        lastError = error;
        if (attempt >= attempts || isFinal(error)) {
          backoff.gaveUp();
          onFailure(error);
          throw unreachable(name, error, secrets);
        }
        await sleep(backoff.pauseMs(), end.signal);
      }
    }
  };

  const begin = async (): Promise<Connection> => {
    const broken = live;
    live = undefined;
    void broken?.close().then(() => opened.delete(broken));
    // The first break is mended at once; a server that goes on breaking is not hurried.
    if (broken && backoff.broke()) await sleep(backoff.pauseMs(), end.signal);
    return (live = await tryOften());
  };

  return {
    current: () => (live && !live.isClosed() ? live : undefined),
    async get(signal) {
      signal.throwIfAborted();
      if (end.signal.aborted) throw disposed(name);
      if (live && !live.isClosed()) return live;
      if (!opening && !backoff.mayTry()) throw unreachable(name, lastError, secrets);
      opening ??= begin().finally(() => (opening = undefined));
      // Whoever waits may have left.
      opening.catch(() => undefined);
      return withDeadline(() => opening as Promise<Connection>, { ms: false, signal });
    },
    async close() {
      end.abort(disposed(name));
      await opening?.catch(() => undefined);
      await Promise.all([...opened].map((connection) => connection.close()));
      opened.clear();
    },
  };
}

/** Trying again would change nothing: no such program, not allowed, not there. */
function isFinal(error: unknown): boolean {
  if (error instanceof UnauthorizedError || (isPegboardError(error) && error instanceof ConfigError))
    return true;
  const { code } = Object(error) as { readonly code?: unknown };
  return code === 'ENOENT' || code === 'EACCES' || isRefusal(error);
}

function unreachable(name: string, cause: unknown, secrets: readonly string[]): PegboardError {
  return new PegboardError({
    code: 'network',
    what: `The MCP server "${name}" cannot be reached`,
    evidence: redact(describe(cause), secrets).slice(0, 1_000),
    fix: 'Check its command or address; it is tried again with the next use',
    cause,
  });
}

export function disposed(name: string): ConfigError {
  return new ConfigError({
    what: `The MCP server "${name}" has been disposed of`,
    fix: 'Dispose of it when no agent uses it any more',
  });
}
