import type { Client } from '@modelcontextprotocol/client';
import { createActiveCalls } from './active-calls.ts';
import { callMcpTool } from './call-mcp-tool.ts';
import { connect, defaultConnectTimeoutMs } from './connect.ts';
import type { ConnectContext, Connection } from './connection.ts';
import { createDiagnostics, type Diagnostics } from './diagnostics.ts';
import { describe } from './describe.ts';
import type { McpLink } from './mcp-link.ts';
import { createKeeper, type Keeper } from './keeper.ts';
import { createListings } from './listings.ts';
import type { McpLogLevel } from './options.ts';
import { offerTools } from './offer-tools.ts';
import { createPatience } from './patience.ts';
import { resourceTools } from './resource-tools.ts';
import { runScopes, sharedScope } from './run-scopes.ts';
import type { ServerSpec } from './server-spec.ts';
import { createSubscriptions, type Subscriptions } from './subscriptions.ts';
import { createToolTable, prefixOf, type ToolTable } from './tool-table.ts';
import { withLogin } from './with-login.ts';

/** `mustConnect`: whether a server that was never reached fails the run. */
export function createLink(spec: ServerSpec, mustConnect: boolean): McpLink {
  const { options } = spec;
  const diagnostics = createDiagnostics(spec);
  const calls = createActiveCalls();
  const { connectTimeoutMs = defaultConnectTimeoutMs } = options;
  let disposed = false;

  const onChanged = (what: string): void => {
    listings.changed(what);
    subscriptions.changed(what);
  };
  const context: ConnectContext = {
    spec,
    calls,
    diagnostics,
    onChanged,
    onLost: lossReporter(diagnostics),
    known: {},
  };
  const newKeeper = (): Keeper =>
    createKeeper({
      name: spec.name,
      secrets: spec.secrets,
      ...options.reconnect,
      open: (signal) => openConnection(context, subscriptions, signal),
      onFailure: (error) => diagnostics.report('connect', describe(error)),
    });
  const scopes = options.lifetime === 'run' ? runScopes(newKeeper) : sharedScope(newKeeper);

  const link: McpLink = {
    spec,
    diagnostics,
    calls,
    subscriptions: createSubscriptions((work) => link.use(work)),
    tools: (ctx) => offered(ctx),
    use: (work, { runId, signal = new AbortController().signal } = {}) =>
      scopes.within(runId, async (keeper) => {
        const connection = await keeper.get(signal);
        return withLogin(connection, signal, () => work(connection.client, connection));
      }),
    connections: () => scopes.keepers().flatMap((keeper) => keeper.current() ?? []),
    isDisposed: () => disposed,
    async close() {
      disposed = true;
      await scopes.close();
    },
  };
  const { subscriptions } = link;
  const table = tableOf(link);
  const listings = createListings(table, connectTimeoutMs, (error) =>
    diagnostics.report('list', describe(error)),
  );
  const offered = offerTools({
    scopes,
    patience: createPatience(spec.name, connectTimeoutMs, (late) => diagnostics.report('connect', late)),
    listings,
    table,
    // What was listed once stays on offer: a call of it connects again.
    mayGoOn: () => !disposed && (!mustConnect || table.tools().length > 0),
  });
  return link;
}

function tableOf(link: McpLink): ToolTable {
  const { spec, diagnostics } = link;
  return createToolTable(
    {
      spec,
      report: (message) => diagnostics.report('tool', message),
      call: (name, input, ctx) => callMcpTool(link, name, input, ctx),
    },
    spec.options.resourcesAsTools ? resourceTools(link, prefixOf(spec.options)) : [],
  );
}

async function openConnection(
  context: ConnectContext,
  subscriptions: Subscriptions,
  signal: AbortSignal,
): Promise<Connection> {
  const connection = await connect(context, signal);
  await askForLogs(connection.client, context.spec.options.logLevel);
  await subscriptions.renew(connection.client);
  return connection;
}

function lossReporter({ report }: Diagnostics): (lost: Connection) => void {
  return (lost) => {
    report('crash', `The connection was lost: ${lost.ended() ?? 'it was closed'}`, lost.stderr());
  };
}

/** In the newer protocol each request says what it wants to hear. */
async function askForLogs(client: Client, level: McpLogLevel = 'info'): Promise<void> {
  if (client.getProtocolEra() === 'modern' || !client.getServerCapabilities()?.logging) return;
  await client.setLoggingLevel(level, { timeout: defaultConnectTimeoutMs }).catch(() => undefined);
}
