import type {
  CompleteRequestParams,
  CompleteResult,
  Prompt,
  Resource,
  ResourceTemplateType,
  ServerCapabilities,
} from '@modelcontextprotocol/client';
import type { AnyTool, Message, PrepareContext, ToolContentPart, Toolset } from '@pegboard/core';
import { disposed } from './keeper.ts';
import type { McpLink } from './mcp-link.ts';
import type { McpDiagnostic } from './options.ts';
import { promptMessages } from './prompt-messages.ts';
import { resourcePart } from './to-content.ts';

/** What a server says of itself. */
export interface McpServerInfo {
  readonly name?: string;
  readonly version?: string;
  /** Version of the protocol that is spoken with it, such as `2026-07-28`. */
  readonly protocol?: string;
  /** How to use it, in its own words. */
  readonly instructions?: string;
  readonly capabilities: ServerCapabilities;
}

/** A server as a toolset. Methods but `list` connect where needed, and reject when the server cannot be reached or does not know the method. */
export interface McpToolset extends Toolset {
  readonly id: string;
  readonly name: string;
  /** What went wrong so far, the newest 100. */
  readonly diagnostics: readonly McpDiagnostic[];
  /** Process ids of the servers that run now; of none that is reached over HTTP. */
  readonly pids: () => readonly number[];
  readonly info: (signal?: AbortSignal) => Promise<McpServerInfo>;
  readonly list: (ctx: PrepareContext) => Promise<readonly AnyTool[]>;
  readonly listResources: (signal?: AbortSignal) => Promise<readonly Resource[]>;
  readonly listResourceTemplates: (signal?: AbortSignal) => Promise<readonly ResourceTemplateType[]>;
  /** Text with its address in front, or bytes as media. */
  readonly readResource: (uri: string, signal?: AbortSignal) => Promise<readonly ToolContentPart[]>;
  /** The listener is told of every change until the function is called; also after a reconnect, from the next use on. */
  readonly watchResource: (uri: string, listener: (uri: string) => void) => Promise<() => Promise<void>>;
  readonly listPrompts: (signal?: AbortSignal) => Promise<readonly Prompt[]>;
  /** A prompt as messages for `run`; what it says in the user's name is marked as untrusted. */
  readonly getPrompt: (
    name: string,
    args?: Readonly<Record<string, string>>,
    signal?: AbortSignal,
  ) => Promise<readonly Message[]>;
  /** What could stand for an argument of a prompt, or a variable of a resource template. */
  readonly complete: (
    params: CompleteRequestParams,
    signal?: AbortSignal,
  ) => Promise<CompleteResult['completion']>;
  readonly [Symbol.asyncDispose]: () => Promise<void>;
}

export function toolsetOf(link: McpLink): McpToolset {
  const { name } = link.spec;
  const toolset: McpToolset = {
    id: `mcp:${name}`,
    name,
    diagnostics: link.diagnostics.all,
    pids: () => link.connections().flatMap((connection) => connection.pid() ?? []),
    info: (signal) => link.use(async (client) => infoOf(client), at(signal)),
    async open(ctx) {
      if (link.isDisposed()) throw disposed(name);
      await link.tools(ctx);
    },
    async list(ctx) {
      if (link.isDisposed()) throw disposed(name);
      return link.tools(ctx);
    },
    listResources: (signal) =>
      link.use(async (client) => (await client.listResources({}, options(signal))).resources, at(signal)),
    listResourceTemplates: (signal) =>
      link.use(
        async (client) => (await client.listResourceTemplates({}, options(signal))).resourceTemplates,
        at(signal),
      ),
    readResource: (uri, signal) =>
      link.use(
        async (client) => (await client.readResource({ uri }, options(signal))).contents.map(resourcePart),
        at(signal),
      ),
    watchResource: (uri, listener) => link.subscriptions.add(uri, listener),
    listPrompts: (signal) =>
      link.use(async (client) => (await client.listPrompts({}, options(signal))).prompts, at(signal)),
    getPrompt: (prompt, args = {}, signal) =>
      link.use(
        async (client) =>
          promptMessages(await client.getPrompt({ name: prompt, arguments: { ...args } }, options(signal))),
        at(signal),
      ),
    complete: (params, signal) =>
      link.use(async (client) => (await client.complete(params, options(signal))).completion, at(signal)),
    [Symbol.asyncDispose]: () => link.close(),
  };
  return Object.freeze(toolset);
}

const at = (signal: AbortSignal | undefined) => ({ signal });
const options = (signal: AbortSignal | undefined) => (signal ? { signal } : {});

type Client = Parameters<Parameters<McpLink['use']>[0]>[0];

function infoOf(client: Client): McpServerInfo {
  const { name, version } = client.getServerVersion() ?? {};
  const protocol = client.getNegotiatedProtocolVersion();
  const instructions = client.getInstructions();
  return {
    ...(name !== undefined && { name }),
    ...(version !== undefined && { version }),
    ...(protocol !== undefined && { protocol }),
    ...(instructions !== undefined && { instructions }),
    capabilities: client.getServerCapabilities() ?? {},
  };
}
