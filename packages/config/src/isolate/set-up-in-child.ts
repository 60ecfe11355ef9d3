import { type AnyTool, ConfigError, type JsonObject, type JsonValue } from '@pegboard/core';
import type { Plugin } from '@pegboard/core/plugin';
import type { ChildTool } from './call-tool.ts';
import type { ChildLink } from './child-link.ts';
import type { SetupMessage, ToolMessage } from './messages.ts';

interface SetUp {
  readonly tools: readonly ChildTool[];
  readonly told: readonly ToolMessage[];
}

/** Sets the plugin up with what the host lets through. Only tools can be contributed: nothing else crosses between processes. */
export async function setUpInChild(
  plugin: Plugin,
  setup: SetupMessage,
  link: ChildLink,
  onDispose: (disposer: () => unknown) => void,
): Promise<SetUp> {
  const controller = new AbortController();
  onDispose(() => controller.abort());
  // Libraries read the environment by themselves: here it holds what was granted, and nothing else.
  Object.assign(process.env, setup.env);
  const contributions = await plugin.setup({
    name: setup.name,
    config: await validConfig(plugin, setup.config),
    env: guardedEnv(setup),
    fetch: link.fetch,
    fs: link.fs,
    signal: controller.signal,
    log: (message, level = 'info') => link.send({ type: 'log', level, message }),
    onDispose,
    services: { get: (token) => noService(token.service), find: () => undefined },
  });
  const { tools = [], ...others } = contributions ?? {};
  refuseOthers({ sections: plugin.sections, ...others });
  return { tools: tools.map(childTool), told: tools.map(tellTool) };
}

/** A tool of JSON Schema has that schema checked by whoever calls it; the others check themselves. */
async function validConfig(plugin: Plugin, config: JsonValue | undefined): Promise<unknown> {
  const { config: schema } = plugin;
  if (!schema) return config;
  return validate(schema, config ?? {}, 'Its config does not fit');
}

async function validate(schema: object, value: JsonValue, what: string): Promise<unknown> {
  const { '~standard': standard } = schema as Partial<AnyStandard>;
  if (!standard) return value;
  const result = await standard.validate(value);
  if (!result.issues) return result.value;
  throw new ConfigError({
    what,
    evidence: result.issues
      .map(({ message, path = [] }) => `${path.map(stepOf).join('.')}: ${message}`)
      .join('; '),
  });
}

interface AnyStandard {
  readonly '~standard': {
    validate(value: unknown): Validated | Promise<Validated>;
  };
}

interface Validated {
  readonly value?: unknown;
  readonly issues?: readonly { readonly message: string; readonly path?: readonly unknown[] }[] | undefined;
}

function stepOf(step: unknown): string {
  return String(typeof step === 'object' && step !== null && 'key' in step ? step.key : step);
}

function guardedEnv({ env, envNames }: SetupMessage): Readonly<Record<string, string | undefined>> {
  return new Proxy(env, {
    get(target, name) {
      if (typeof name === 'symbol' || Object.hasOwn(target, name)) return Reflect.get(target, name) as string;
      if (
        envNames.some(
          (known) => known === name || (known.endsWith('*') && name.startsWith(known.slice(0, -1))),
        )
      )
        return undefined;
      throw new ConfigError({
        code: 'permission',
        what: `The plugin may not read the environment variable ${name}`,
        fix: 'Name it under `permissions.env` of the plugin',
      });
    },
  });
}

function noService(name: string): never {
  throw new ConfigError({
    what: `The service "${name}" cannot be had in a process of its own`,
    fix: 'Use the plugin without isolation',
  });
}

function refuseOthers(others: object): void {
  const kinds = Object.entries(others)
    .filter(([, value]) => Object.keys(Object(value)).length > 0)
    .map(([kind]) => kind);
  if (kinds.length === 0) return;
  throw new ConfigError({
    what: 'Only tools can come from a process of their own',
    evidence: `this plugin also contributes ${kinds.join(', ')}`,
    fix: 'Use it without isolation',
  });
}

function childTool(tool: AnyTool): ChildTool {
  return {
    name: tool.name,
    tool,
    validate: (input) => validate(tool.input, input, `The input of ${tool.name} does not fit`),
  };
}

/** What crosses of a tool's options as it is. */
const crossing = [
  'timeoutMs',
  'maxRetries',
  'maxTotalRetries',
  'retry',
  'maxCalls',
  'maxResultChars',
  'concurrency',
  'effects',
  'version',
  'tags',
  'trust',
  'metadata',
] as const satisfies readonly (keyof AnyTool)[];

function tellTool(tool: AnyTool): ToolMessage {
  const { name, description, inputSchema, check, approval = false, prepare, execute } = tool;
  if (prepare) {
    throw new ConfigError({
      what: `The tool ${name} has \`prepare\`, which cannot be asked in another process`,
      fix: 'Use the plugin without isolation',
    });
  }
  const options = crossing.flatMap((key) => {
    const value: unknown = tool[key];
    // Functions stay here: a tool whose effects are told by one runs alone.
    if (key === 'effects' && typeof value === 'function') return [['concurrency', 'barrier']];
    return value === undefined ? [] : [[key, value]];
  });
  return {
    name,
    description,
    input: inputSchema,
    options: JSON.parse(JSON.stringify(Object.fromEntries(options))) as JsonObject, // options are JSON but for functions
    hasCheck: check !== undefined,
    approval: typeof approval === 'function' ? { ask: true } : approval,
    external: execute === undefined,
  };
}
