import {
  type BuiltinTool,
  isJsonObject,
  type JsonObject,
  type JsonValue,
  type ModelRequest,
  type ModelWarning,
} from '@pegboard/core/provider';
import type { ModelTraits } from './model-traits.ts';
import { builtinDropped } from './warn.ts';

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

interface Kind {
  readonly name: string;
  /** The newest version, and the newest that models up to 4.5 take. */
  readonly versions: readonly [string, string];
  readonly options: readonly string[];
  /** We run its calls: a tool of ours must have its name. */
  readonly client?: true;
  readonly beta?: string;
}

const domains = ['maxUses', 'allowedDomains', 'blockedDomains'];

/** Source: type files of @anthropic-ai/sdk 1.11.0; which models take the newer web tools: the guides of these tools. Checked 2026-11-21. */
const kinds: Readonly<Record<string, Kind>> = {
  web_search: {
    name: 'web_search',
    versions: ['20260318', '20250305'],
    options: [...domains, 'userLocation', 'allowedCallers', 'responseInclusion'],
  },
  web_fetch: {
    name: 'web_fetch',
    versions: ['20260318', '20250910'],
    options: [
      ...domains,
      'citations',
      'maxContentTokens',
      'urlSources',
      'useCache',
      'allowedCallers',
      'responseInclusion',
    ],
  },
  code_execution: {
    name: 'code_execution',
    versions: ['20260521', '20250825'],
    options: ['allowedCallers'],
  },
  advisor: {
    name: 'advisor',
    versions: ['20260301', '20260301'],
    options: ['model', 'maxTokens', 'maxUses', 'caching'],
    beta: 'advisor-tool-2026-03-01',
  },
  memory: { name: 'memory', versions: ['20250818', '20250818'], options: [], client: true },
  bash: { name: 'bash', versions: ['20250124', '20250124'], options: [], client: true },
  text_editor: {
    name: 'str_replace_based_edit_tool',
    versions: ['20250728', '20250728'],
    options: ['maxCharacters'],
    client: true,
  },
};

const mcpBeta = 'mcp-client-2025-11-20';

export function renderBuiltinTools(
  { builtinTools, tools }: ModelRequest,
  { newTools }: ModelTraits,
  warnings: ModelWarning[],
): BuiltinTools {
  const own = new Set(tools.map(({ name }) => name));
  const found: JsonObject[] = [];
  const servers: JsonObject[] = [];
  const betas = new Set<string>();
  const names = new Set<string>();
  const deferred = new Set<string>();
  for (const tool of builtinTools) {
    const { type } = tool;
    if (type === 'mcp_server') {
      const server = renderServer(tool, warnings);
      if (!server) continue;
      servers.push(server.definition);
      found.push(server.toolset);
      betas.add(mcpBeta);
      continue;
    }
    const kind =
      type === 'tool_search' ? searchKind(tool) : Object.hasOwn(kinds, type) ? kinds[type] : undefined;
    const problem = kind ? problemOf(kind, own, names) : 'the Messages API has none';
    if (!kind || problem !== undefined) {
      warnings.push(builtinDropped(type, problem ?? ''));
      continue;
    }
    if (type === 'tool_search') for (const name of listOf(tool.deferred)) deferred.add(name);
    if (kind.beta !== undefined) betas.add(kind.beta);
    names.add(kind.name);
    found.push(renderTool(tool, kind, newTools, warnings));
  }
  return { tools: found, servers, betas: [...betas], names, deferred };
}

function searchKind({ variant }: BuiltinTool): Kind {
  const name = `tool_search_tool_${variant === 'regex' ? 'regex' : 'bm25'}`;
  return { name, versions: ['20251119', '20251119'], options: [] };
}

/** Names are used once in a request; a tool that we run needs somebody to run it. */
function problemOf(
  { name, client }: Kind,
  own: ReadonlySet<string>,
  names: ReadonlySet<string>,
): string | undefined {
  if (names.has(name)) return 'it is there already';
  if (client && !own.has(name)) return `its calls are run by you: define a tool named ${name}`;
  if (!client && own.has(name)) return `a tool of yours has its name ${name}`;
  return undefined;
}

function renderTool(tool: BuiltinTool, kind: Kind, newest: boolean, warnings: ModelWarning[]): JsonObject {
  const { type, version, variant: _variant, deferred: _deferred, ...options } = tool;
  const [latest, older] = kind.versions;
  const chosen = typeof version === 'string' ? version : newest ? latest : older;
  const base = type === 'tool_search' ? kind.name : type;
  const known: Record<string, JsonValue> = {};
  for (const [name, value] of Object.entries(options)) {
    if (value === undefined || value === null) continue;
    const isKnown = kind.options.includes(name) && !(name === 'blockedDomains' && options.allowedDomains);
    if (isKnown) known[toSnake(name)] = renderOption(name, value);
    else
      warnings.push({
        type: 'warning',
        code: 'builtin-option-dropped',
        message: `The option ${name} of the builtin tool "${type}" was left out: the Messages API does not take it${name === 'blockedDomains' ? ' beside allowedDomains' : ''}`,
        details: { type, option: name },
      });
  }
  return { type: `${base}_${chosen}`, name: kind.name, ...known };
}

function renderOption(name: string, value: JsonValue): JsonValue {
  if (name === 'citations' && typeof value === 'boolean') return { enabled: value };
  if (name === 'userLocation' && isJsonObject(value)) return { type: 'approximate', ...value };
  return toSnakeKeys(value);
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

function listOf(value: JsonValue | undefined): readonly string[] {
  return Array.isArray(value) ? value.filter((name) => typeof name === 'string') : [];
}

/** A server that the host connects to, and the set of its tools. */
function renderServer(
  { name, url, authorizationToken, allowedTools }: BuiltinTool,
  warnings: ModelWarning[],
): { definition: JsonObject; toolset: JsonObject } | undefined {
  if (typeof name !== 'string' || typeof url !== 'string') {
    warnings.push(builtinDropped('mcp_server', 'it needs a name and a url'));
    return undefined;
  }
  const allowed = listOf(allowedTools);
  const limited = {
    default_config: { enabled: false },
    configs: Object.fromEntries(allowed.map((tool) => [tool, { enabled: true }])),
  };
  return {
    definition: {
      type: 'url',
      name,
      url,
      ...(typeof authorizationToken === 'string' && { authorization_token: authorizationToken }),
    },
    toolset: { type: 'mcp_toolset', mcp_server_name: name, ...(allowed.length > 0 && limited) },
  };
}
