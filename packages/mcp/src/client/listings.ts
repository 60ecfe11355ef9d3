import { withDeadline } from '@pegboard/core/provider';
import type { Connection } from './connection.ts';
import type { ToolTable } from './tool-table.ts';
import { withLogin } from './with-login.ts';

/** Keeps the table of tools as the server last said. */
export interface Listings {
  /** Resolves when the table is up to date. Rejects with the signal's reason, or when the server does not list its tools. */
  readonly ensure: (connection: Connection, signal: AbortSignal) => Promise<void>;
  readonly changed: (what: string) => void;
}

export function createListings(
  table: ToolTable,
  timeoutMs: number,
  onFailure: (error: unknown) => void,
): Listings {
  /** What each connection listed, and which version of the server's tools that was. */
  const listed = new WeakMap<Connection, { readonly version: number; readonly done: Promise<void> }>();
  let version = 0;
  const list = async (connection: Connection): Promise<void> => {
    try {
      const { tools } = await withLogin(connection, new AbortController().signal, () =>
        connection.client.listTools({}, { timeout: timeoutMs, cacheMode: 'refresh' }),
      );
      table.update(tools, connection.client.getServerCapabilities()?.resources !== undefined);
    } catch (error) {
      listed.delete(connection);
      onFailure(error);
      throw error;
    }
  };
  return {
    async ensure(connection, signal) {
      let last = listed.get(connection);
      if (last?.version !== version) {
        const done = (last?.done ?? Promise.resolve()).catch(() => undefined).then(() => list(connection));
        last = { version, done };
        listed.set(connection, last);
        done.catch(() => undefined);
      }
      const { done } = last;
      await withDeadline(() => done, { ms: false, signal });
    },
    changed(what) {
      if (what === 'tools') version += 1;
    },
  };
}
