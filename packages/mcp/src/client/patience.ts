import { PegboardError } from '@pegboard/core';
import { withDeadline } from '@pegboard/core/provider';

/** How long runs wait for a server that is not connected yet. */
export interface Patience {
  /** Rejects as the work does, with the signal's reason, or when it takes too long; the work then goes on. A run waits once. */
  readonly wait: (signal: AbortSignal, isConnected: boolean, work: () => Promise<void>) => Promise<void>;
}

export function createPatience(name: string, ms: number, onLate: (message: string) => void): Patience {
  /** The signal of a run is one object for the whole of it. */
  const waited = new WeakSet<AbortSignal>();
  return {
    async wait(signal, isConnected, work) {
      if (!isConnected && waited.has(signal)) throw late(name, ms);
      const working = work();
      // It goes on when nobody waits any more.
      working.catch(() => undefined);
      let isLate = false;
      const onDeadline = (): void => {
        isLate = true;
        waited.add(signal);
        onLate(`It has not answered within ${ms} ms; the run does not wait for it any longer`);
      };
      try {
        await withDeadline(() => working, { ms, signal, onDeadline });
      } catch (error) {
        throw isLate ? late(name, ms) : error;
      }
    },
  };
}

function late(name: string, ms: number): PegboardError {
  return new PegboardError({
    code: 'timeout',
    what: `The MCP server "${name}" has not answered within ${ms} ms`,
    evidence: 'it may still be starting',
    fix: 'Connect before the run (`await server.info()`), or raise `connectTimeoutMs` and the `hookMs` of the agent',
  });
}
