import {
  definePlugin,
  type Plugin,
  type PluginContext,
  type PluginEntry,
  type PluginPermissions,
} from '@pegboard/core/plugin';
import { ConfigError, type JsonValue, jsonSchema } from '@pegboard/core';
import { answerQuestion } from './answer-question.ts';
import { type Child, startChild } from './child-process.ts';
import { hostTool } from './host-tool.ts';
import type { ReadAnswer, SetupMessage, ToolMessage } from './messages.ts';
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
    const told = toldByChild.plugin(await reader.request({ type: 'read', file: options.file }));
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
      const process = createProcess(told, sandbox, options, ctx);
      ctx.onDispose(process.end);
      const { tools } = await process.ready();
      return { tools: tools.map((tool) => hostTool(tool, async () => (await process.ready()).child)) };
    },
  });
}

interface Running {
  readonly child: Child;
  readonly tools: readonly ToolMessage[];
}

interface PluginProcess {
  /** The process with the plugin set up in it; starts it where it is not there. */
  readonly ready: () => Promise<Running>;
  readonly end: () => Promise<void>;
}

/** Crashes in a minute after which a plugin is left alone. */
const maxCrashes = 5;

function createProcess(
  told: ReadAnswer,
  sandbox: Sandbox,
  options: IsolateOptions,
  ctx: PluginContext<JsonValue>,
): PluginProcess {
  let running: Promise<Running> | undefined;
  let crashes: readonly number[] = [];
  const onCrash = (how: string): void => {
    running = undefined;
    crashes = [...crashes.filter((at) => at > Date.now() - 60_000), Date.now()];
    options.onWarning(
      ctx.name,
      `its process ${how}`,
      'Calls that it was working on have failed; the next one starts it anew',
    );
  };
  const start = async (): Promise<Running> => {
    if (crashes.length >= maxCrashes) throw tooManyCrashes(ctx.name);
    const child = startChild({
      name: ctx.name,
      sandbox,
      onAsk: (question) => answerQuestion(question, ctx),
      log: ctx.log,
      onCrash,
    });
    try {
      await child.request({ type: 'read', file: options.file }, { signal: ctx.signal });
      const setup = setupMessage(told, options, ctx);
      const tools = toldByChild.tools(await child.request({ type: 'setup', setup }, { signal: ctx.signal }));
      return { child, tools };
    } catch (error) {
      await child.end();
      throw error;
    }
  };
  const ready = (): Promise<Running> => {
    running ??= start().catch((error: unknown) => {
      running = undefined;
      throw error;
    });
    return running;
  };
  return {
    ready,
    async end() {
      const last = await running?.catch(() => undefined);
      if (!last || last.child.isOver()) return;
      await Promise.race([last.child.request({ type: 'dispose' }).catch(() => {}), pause(2_000)]);
      await last.child.end();
    },
  };
}

function setupMessage(
  { permissions }: ReadAnswer,
  { envNames }: IsolateOptions,
  ctx: PluginContext<JsonValue>,
): SetupMessage {
  const declared = permissions?.env ?? [];
  const names = declared.flatMap((name) =>
    name.endsWith('*') ? envNames.filter((one) => one.startsWith(name.slice(0, -1))) : name,
  );
  const env = Object.fromEntries(
    names.flatMap((name) => (ctx.env[name] === undefined ? [] : [[name, ctx.env[name]]])),
  );
  return { name: ctx.name, config: ctx.config, env, envNames: declared };
}

function tooManyCrashes(name: string): ConfigError {
  return new ConfigError({
    code: 'internal',
    what: `The process of the plugin "${name}" has ended ${maxCrashes} times within a minute`,
    fix: 'Wait, or look at its log and mend it',
  });
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => void setTimeout(resolve, ms).unref());
}
