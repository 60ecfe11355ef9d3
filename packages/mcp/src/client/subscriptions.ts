import type { Client } from '@modelcontextprotocol/client';

type Use = <T>(work: (client: Client) => Promise<T>) => Promise<T>;
type Listener = (uri: string) => void;

/** Who wants to know when resources change; kept over connections. */
export interface Subscriptions {
  /** The function ends it. */
  readonly add: (uri: string, listener: Listener) => Promise<() => Promise<void>>;
  readonly changed: (what: string) => void;
  /** Subscribes on a new connection to what is wanted. */
  readonly renew: (client: Client) => Promise<void>;
}

export function createSubscriptions(use: Use): Subscriptions {
  const listeners = new Map<string, Set<Listener>>();
  const ends = new WeakMap<Client, Map<string, () => Promise<void>>>();

  const begin = async (client: Client, uri: string): Promise<void> => {
    const known = ends.get(client) ?? new Map<string, () => Promise<void>>();
    ends.set(client, known);
    if (known.has(uri)) return;
    known.set(uri, () => Promise.resolve());
    try {
      known.set(uri, await subscribe(client, uri));
    } catch (error) {
      known.delete(uri);
      throw error;
    }
  };
  const end = async (client: Client, uri: string): Promise<void> => {
    const stop = ends.get(client)?.get(uri);
    ends.get(client)?.delete(uri);
    await stop?.();
  };

  return {
    async add(uri, listener) {
      const known = listeners.get(uri) ?? new Set();
      listeners.set(uri, known.add(listener));
      try {
        await use((client) => begin(client, uri));
      } catch (error) {
        drop(uri, listener);
        throw error;
      }
      return async () => {
        if (drop(uri, listener)) await use((client) => end(client, uri)).catch(() => undefined);
      };
    },
    changed(what) {
      for (const listener of listeners.get(what) ?? []) listener(what);
    },
    async renew(client) {
      for (const uri of listeners.keys()) await begin(client, uri).catch(() => undefined);
    },
  };

  /** True when nobody is left who wants to know of it. */
  function drop(uri: string, listener: Listener): boolean {
    const known = listeners.get(uri);
    if (!known?.delete(listener) || known.size > 0) return false;
    return listeners.delete(uri);
  }
}

/** The newer protocol has one stream for all that a client listens to, the older one a subscription for each resource. */
async function subscribe(client: Client, uri: string): Promise<() => Promise<void>> {
  if (client.getProtocolEra() === 'modern') {
    const stream = await client.listen({ resourceSubscriptions: [uri] });
    return () => stream.close();
  }
  await client.subscribeResource({ uri });
  return async () => void (await client.unsubscribeResource({ uri }));
}
