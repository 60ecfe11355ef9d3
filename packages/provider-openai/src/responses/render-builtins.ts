import {
  type BuiltinSupport,
  type BuiltinTool,
  isJsonObject,
  type JsonObject,
  type JsonValue,
  type ModelWarning,
} from '@pegboard/core/provider';
import { approximatePlace, repeated } from '../builtin-warnings.ts';
import { toSnakeCase } from '../snake-case.ts';

export interface RenderedBuiltins {
  readonly tools: readonly JsonObject[];
  /** The wire's type of each neutral one, for a forced choice. */
  readonly types: ReadonlyMap<string, string>;
  /** What the answer must hold so that its items can go back in full. */
  readonly include: readonly string[];
  /** Tools of ours that the model finds by searching. */
  readonly deferred: ReadonlySet<string>;
}

interface Builtin {
  /** By our names. Others are sent as they are. */
  readonly options: readonly string[];
  readonly render: (options: JsonObject) => JsonObject & { readonly type: string };
  readonly include?: string;
  /** Options of other APIs that this one refuses. */
  readonly drops?: readonly string[];
}

/** Tools that the API runs, by our names. Source: the type `Tool` of the npm package openai 7.55.0. */
const builtins: Readonly<Record<string, Builtin>> = {
  web_search: {
    options: ['contextSize', 'userLocation', 'allowedDomains', 'externalWebAccess', 'filters'],
    include: 'web_search_call.action.sources',
    drops: ['max_uses', 'blocked_domains'],
    render: ({ context_size, allowed_domains, user_location, filters, ...rest }) => ({
      type: 'web_search',
      ...(context_size !== undefined && { search_context_size: context_size }),
      ...(isJsonObject(user_location) && { user_location: { type: 'approximate', ...user_location } }),
      ...withFilters({ allowed_domains }, filters),
      ...rest,
    }),
  },
  code_execution: {
    options: ['container', 'fileIds', 'memoryLimit', 'networkPolicy'],
    include: 'code_interpreter_call.outputs',
    render: ({ container, file_ids, memory_limit, network_policy, ...rest }) => ({
      type: 'code_interpreter',
      container: container ?? {
        type: 'auto',
        ...defined({ file_ids, memory_limit, network_policy }),
      },
      ...rest,
    }),
  },
  file_search: {
    options: ['vectorStoreIds', 'maxResults', 'filters', 'rankingOptions'],
    include: 'file_search_call.results',
    render: ({ max_results, ...rest }) => ({
      type: 'file_search',
      ...(max_results !== undefined && { max_num_results: max_results }),
      ...rest,
    }),
  },
  image_generation: {
    options: [
      'model',
      'size',
      'quality',
      'background',
      'outputFormat',
      'outputCompression',
      'partialImages',
      'action',
      'moderation',
      'inputFidelity',
    ],
    render: (options) => ({ type: 'image_generation', ...options }),
  },
  mcp_server: {
    options: ['name', 'url', 'description', 'authorizationToken', 'allowedTools', 'headers', 'connectorId'],
    render: ({ name, label, url, description, authorization_token, ...rest }) => ({
      type: 'mcp',
      ...defined({
        server_label: label ?? name,
        server_url: url,
        server_description: description,
        authorization: authorization_token,
      }),
      // The API's default asks for an approval by an item of its own, which an agent does not give.
      require_approval: 'never',
      ...rest,
    }),
  },
  tool_search: { options: ['deferred'], render: () => ({ type: 'tool_search' }) },
  shell: {
    options: ['environment'],
    render: (options) => ({ type: 'shell', environment: { type: 'container_auto' }, ...options }),
  },
};

/** The tools that Responses runs for every model that can. */
export const responsesBuiltins: BuiltinSupport = Object.fromEntries(
  Object.entries(builtins).map(([type, { options }]) => [type, { options, executor: 'provider' }]),
);

export function renderBuiltins(wanted: readonly BuiltinTool[], warnings: ModelWarning[]): RenderedBuiltins {
  const tools: JsonObject[] = [];
  const types = new Map<string, string>();
  const include = new Set<string>();
  const deferred = new Set<string>();
  const seen = new Set<string>();
  for (const { type, ...options } of wanted) {
    // Servers are told apart by their names.
    const key = type === 'mcp_server' ? JSON.stringify([type, options.name]) : type;
    if (seen.has(key)) {
      warnings.push(repeated(type));
      continue;
    }
    seen.add(key);
    const builtin = Object.hasOwn(builtins, type) ? builtins[type] : undefined;
    if (!builtin) {
      const message = `Responses has no builtin tool "${type}": it was left out`;
      warnings.push({ type: 'warning', code: 'builtin-tool-dropped', message, details: { type } });
      continue;
    }
    const own = toSnakeCase(options);
    for (const option of builtin.drops ?? []) {
      if (own[option] === undefined) continue;
      delete own[option];
      const message = `Responses has no option ${option} of "${type}": it was left out`;
      warnings.push({ type: 'warning', code: 'setting-dropped', message, details: { setting: option } });
    }
    if (own.user_location !== undefined) {
      const place = approximatePlace(own.user_location, type, warnings);
      if (place) own.user_location = place;
      else delete own.user_location;
    }
    for (const name of listOf(options.deferred)) deferred.add(name);
    const tool = builtin.render(own);
    tools.push(tool);
    types.set(type, tool.type);
    if (builtin.include !== undefined) include.add(builtin.include);
  }
  return { tools, types, include: [...include], deferred };
}

/** The texts of a list. */
function listOf(value: JsonValue | undefined): readonly string[] {
  return Array.isArray(value) ? value.filter((name) => typeof name === 'string') : [];
}

function defined(values: { readonly [key: string]: JsonValue | undefined }): Record<string, JsonValue> {
  return Object.fromEntries(
    Object.entries(values).flatMap(([key, value]) => (value === undefined ? [] : [[key, value]])),
  );
}

function withFilters(
  domains: { readonly [key: string]: JsonValue | undefined },
  filters: JsonValue | undefined,
): JsonObject {
  const all = { ...defined(domains), ...(isJsonObject(filters) ? filters : {}) };
  return Object.keys(all).length > 0 ? { filters: all } : {};
}
