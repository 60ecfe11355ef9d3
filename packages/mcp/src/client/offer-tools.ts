import type { Listings } from './listings.ts';
import type { McpLink } from './mcp-link.ts';
import type { Patience } from './patience.ts';
import type { RunScopes } from './run-scopes.ts';
import type { ToolTable } from './tool-table.ts';

export interface Offer {
  readonly scopes: RunScopes;
  readonly patience: Patience;
  readonly listings: Listings;
  readonly table: ToolTable;
  /** Whether a run goes on where the server cannot be reached. */
  readonly mayGoOn: () => boolean;
}

/** The tools for the coming turn, as the server last listed them. */
export function offerTools({ scopes, patience, listings, table, mayGoOn }: Offer): McpLink['tools'] {
  return async (ctx) => {
    const keeper = scopes.forRun(ctx);
    try {
      await patience.wait(ctx.signal, keeper.current() !== undefined, async () => {
        await listings.ensure(await keeper.get(ctx.signal), ctx.signal);
      });
    } catch (error) {
      ctx.signal.throwIfAborted();
      if (!mayGoOn()) throw error;
    }
    return table.tools();
  };
}
