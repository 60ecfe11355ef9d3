import { definePlugin, type Plugin, type PluginEntry, type PluginPermissions } from '@pegboard/core/plugin';
import { ConfigError, type JsonValue, jsonSchema } from '@pegboard/core';
import { startChild } from './child-process.ts';
import { hostTool } from './host-tool.ts';
import type { ReadAnswer } from './messages.ts';
import { createPluginProcess } from './plugin-process.ts';
import { createSandbox, type Sandbox } from './sandbox.ts';
import { toldByChild } from './told-by-child.ts';

export interface IsolateOptions {
  /** The plugin's module. */
  readonly file: string;
  /** The configuration's folder. */
  readonly folder: string;
  /** Names in the environment, for permissions such as `ACME_*`. */
  readonly envNames: readonly string[];
  /** Told of crashes, and of what cannot be enforced here. */
  readonly onWarning: (name: string, cause: string, hint: string) => void;
}

/** Milliseconds for a module to load, as long as the registry waits for it: one that never does must not go on for ever. */
const readMs = 30_000;

/** The same plugin, run in a process of its own when the registry sets it up. */
export function isolate(entry: PluginEntry, options: IsolateOptions): PluginEntry {
  const { grants, manifest, name = options.file } = entry;
  const permissions = (grants === true ? undefined : grants) ?? manifest?.permissions ?? {};
  const { plugin: _, ...rest } = entry;
  return { ...rest, load: () => readIsolated(name, permissions, options) };
}

async function readIsolated(
  name: string,
  permissions: PluginPermissions,
  options: IsolateOptions,
): Promise<Plugin> {
  const sandbox = createSandbox({ ...options, permissions });
  if (!sandbox.closed) {
    options.onWarning(
      name,
      'its process can open sockets and send signals: Node does not stop it, and bubblewrap cannot be used here',
      'Install bubblewrap (bwrap) on a Linux that lets users make namespaces, or run all of it in a container',
    );
  }
  // The plugin tells of itself in a process that has no configuration yet; each set-up gets one of its own.
  const reader = startChild({
    name,
    sandbox,
    onAsk: () => Promise.reject(new ConfigError({ what: 'A plugin reaches nothing while it is loaded' })),
    log: () => {},
    onCrash: () => {},
  });
  try {
    const signal = AbortSignal.timeout(readMs);
    const told = toldByChild.plugin(await reader.request({ type: 'read', file: options.file }, { signal }));
    return isolatedPlugin(told, sandbox, options);
  } finally {
    void reader.end();
  }
}

function isolatedPlugin(told: ReadAnswer, sandbox: Sandbox, options: IsolateOptions): Plugin {
  const { name, api, version, namespace, permissions, config } = told;
  return definePlugin({
    name,
    api: api as 1, // the registry judges it
    ...(version !== undefined && { version }),
    ...(namespace !== undefined && { namespace }),
    ...(permissions && { permissions }),
    config: jsonSchema<JsonValue>(config ?? {}),
    async setup(ctx) {
      const process = createPluginProcess(ctx, { told, sandbox, ...options });
      ctx.onDispose(process.end);
      const { tools } = await process.ready();
      return { tools: tools.map((tool) => hostTool(tool, async () => (await process.ready()).child)) };
    },
  });
}
