import {
  type BuiltinTool,
  isJsonObject,
  type JsonObject,
  type JsonValue,
  type ModelRequest,
  type ModelWarning,
} from '@pegboard/core/provider';
import { type BuiltinKind, builtinKind } from './builtin-kinds.ts';
import type { ModelTraits } from './model-traits.ts';
import { listOf, mcpBeta, renderMcpServer } from './render-mcp-server.ts';
import { renderScreenTools } from './render-screen-tools.ts';
import { builtinDropped, optionDropped } from './warn.ts';

/** Tools that the host runs, and tools of its design that we run, as entries of `tools`. */
export interface BuiltinTools {
  readonly tools: readonly JsonObject[];
  /** Names that belong to them: a tool of ours with such a name is what runs the calls, and is not declared again. */
  readonly names: ReadonlySet<string>;
  readonly servers: readonly JsonObject[];
  readonly betas: readonly string[];
  /** Tools of ours that the model finds by searching. */
  readonly deferred: ReadonlySet<string>;
}

const none: BuiltinTools = {
  tools: [],
  names: new Set(),
  servers: [],
  betas: [],
  deferred: new Set(),
};

export function renderBuiltinTools(
  { builtinTools, tools }: ModelRequest,
  { newTools }: ModelTraits,
  warnings: ModelWarning[],
): BuiltinTools {
  if (builtinTools.length === 0) return none;
  const own = new Set(tools.map(({ name }) => name));
  const names = new Set<string>();
  const found: JsonObject[] = [];
  const servers = new Map<string, JsonObject>();
  const betas = new Set<string>();
  const deferred = new Set<string>();
  const addServer = (tool: BuiltinTool): void => {
    const server = renderMcpServer(tool);
    const name = server?.name ?? '';
    if (!server || servers.has(name))
      return void warnings.push(builtinDropped(tool.type, 'it needs a name of its own and a url'));
    servers.set(name, server.definition);
    found.push(server.toolset);
    betas.add(mcpBeta);
  };
  const addTool = (tool: BuiltinTool): void => {
    const kind = builtinKind(tool);
    const problem = kind ? problemOf(tool, kind, own, names) : 'the Messages API has none';
    if (!kind || problem !== undefined)
      return void warnings.push(builtinDropped(tool.type, problem ?? 'the Messages API has none'));
    for (const name of listOf(tool.deferred)) deferred.add(name);
    names.add(kind.name);
    const { entry, beta } =
      tool.type === 'computer'
        ? renderScreenTools(tool, newTools)
        : { entry: renderTool(tool, kind, newTools, warnings), beta: kind.beta };
    if (beta !== undefined) betas.add(beta);
    found.push(entry);
  };
  for (const tool of builtinTools) {
    if (tool.type === 'mcp_server') addServer(tool);
    else addTool(tool);
  }
  return { tools: found, servers: [...servers.values()], betas: [...betas], names, deferred };
}

/** Names are used once in a request; a tool that we run needs somebody to run it. */
function problemOf(
  tool: BuiltinTool,
  { name, client, needs = [] }: BuiltinKind,
  own: ReadonlySet<string>,
  names: ReadonlySet<string>,
): string | undefined {
  if (names.has(name)) return 'it is there already';
  const missing = needs.find((option) => tool[option] === undefined);
  if (missing !== undefined) return `it needs the option ${missing}`;
  if (client && !own.has(name)) return `its calls are run by you: define a tool named ${name}`;
  if (!client && own.has(name)) return `a tool of yours has its name ${name}`;
  return undefined;
}

function renderTool(
  tool: BuiltinTool,
  kind: BuiltinKind,
  newest: boolean,
  warnings: ModelWarning[],
): JsonObject {
  const { type, version, variant: _variant, deferred: _deferred, ...options } = tool;
  const [latest, older] = kind.versions;
  const chosen = typeof version === 'string' ? version : newest ? latest : older;
  const base = type === 'tool_search' ? kind.name : type;
  const known: Record<string, JsonValue> = {};
  for (const [name, value] of Object.entries(options)) {
    if (value === undefined || value === null) continue;
    const problem = optionProblem(name, kind, chosen, options);
    if (problem === undefined) {
      const rendered =
        name === 'userLocation' ? renderPlace(value, type, warnings) : renderOption(name, value);
      if (rendered !== undefined) known[toSnake(name)] = rendered;
    } else warnings.push(optionDropped(type, name, problem));
  }
  return { type: `${base}_${chosen}`, name: kind.name, ...known };
}

function optionProblem(
  name: string,
  { options, since }: BuiltinKind,
  version: string,
  given: JsonObject,
): string | undefined {
  if (!options.includes(name)) return 'the Messages API does not take it';
  const first = since?.[name];
  if (first !== undefined && version < first) return `version ${version} of the tool does not take it`;
  return name === 'blockedDomains' && given.allowedDomains !== undefined
    ? 'it excludes allowedDomains'
    : undefined;
}

function renderOption(name: string, value: JsonValue): JsonValue {
  if (name === 'citations' && typeof value === 'boolean') return { enabled: value };
  return toSnakeKeys(value);
}

const placeKeys = new Set(['type', 'city', 'country', 'region', 'timezone']);

/** A place without what the API would refuse, such as coordinates. */
function renderPlace(value: JsonValue, tool: string, warnings: ModelWarning[]): JsonObject | undefined {
  const entries = Object.entries(isJsonObject(value) ? value : {}).filter(([, part]) => part !== undefined);
  for (const [key] of entries)
    if (!placeKeys.has(key))
      warnings.push(optionDropped(tool, `userLocation.${key}`, 'the Messages API does not take it'));
  const known = entries.filter(([key]) => placeKeys.has(key));
  return known.some(([key]) => key !== 'type')
    ? { type: 'approximate', ...Object.fromEntries(known) }
    : undefined;
}

function toSnakeKeys(value: JsonValue): JsonValue {
  if (Array.isArray(value)) return value.map(toSnakeKeys);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).flatMap(([key, inner]) =>
    inner === undefined ? [] : [[toSnake(key), toSnakeKeys(inner)] as const],
  );
  return Object.fromEntries(entries);
}

function toSnake(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
