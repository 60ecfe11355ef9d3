import type {
  BuiltinSupport,
  BuiltinTool,
  JsonObject,
  JsonValue,
  ModelRequest,
  ModelWarning,
} from '@pegboard/core/provider';
import { approximatePlace, optionDropped, repeated } from '../builtin-warnings.ts';
import { toSnakeCase } from '../snake-case.ts';
import type { ChatProfile } from './profile.ts';

export interface RenderedBuiltins {
  /** More entries of `tools`. */
  readonly tools: readonly JsonObject[];
  /** `web_search_options`. */
  readonly search?: JsonObject;
}

const searchOptions = ['contextSize', 'userLocation'];

/** What is known of the tools that a host runs; undefined: nothing. */
export function chatBuiltins(way: ChatProfile['builtinTools'], model: string): BuiltinSupport | undefined {
  if (way === 'openrouter') return undefined;
  return way === 'search-models' && isSearchModel(model)
    ? { web_search: { options: searchOptions, executor: 'provider' } }
    : {};
}

/** Tools that the host runs itself: few take them here, and not all models do. */
export function renderBuiltins(
  { builtinTools, model }: ModelRequest,
  { builtinTools: way, provider }: ChatProfile,
  warnings: ModelWarning[],
): RenderedBuiltins {
  const tools: JsonObject[] = [];
  let search: JsonObject | undefined;
  const seen = new Set<string>();
  for (const tool of builtinTools) {
    if (seen.has(tool.type)) warnings.push(repeated(tool.type));
    else if (way === 'openrouter') tools.push(toPrefixed(tool));
    else if (way === 'search-models' && tool.type === 'web_search' && isSearchModel(model))
      search = toSearch(tool, warnings);
    else {
      const message = `Chat Completions of ${provider} has no builtin tool "${tool.type}" for ${model}: it was left out`;
      warnings.push({ type: 'warning', code: 'builtin-tool-dropped', message, details: { type: tool.type } });
    }
    seen.add(tool.type);
  }
  return { tools, ...(search && { search }) };
}

/** Such as gpt-5-search-api: they search whether or not they are told to, and others refuse the option. */
function isSearchModel(model: string): boolean {
  return /-search-(?:preview|api)/.test(model);
}

function toSearch(options: BuiltinTool, warnings: ModelWarning[]): JsonObject {
  const { type: _, context_size: size, user_location: place, ...rest } = toSnakeCase(options);
  const location = approximatePlace(place, options.type, warnings);
  for (const option of Object.keys(rest)) warnings.push(optionDropped(options.type, option));
  return {
    ...(size !== undefined && { search_context_size: size }),
    ...(location !== undefined && { user_location: { type: 'approximate', approximate: location } }),
  };
}

/** OpenRouter's server tools. Source: its recorded requests. */
function toPrefixed({ type, ...options }: BuiltinTool): JsonObject {
  const { context_size: size, ...rest } = toSnakeCase(options);
  const parameters: Record<string, JsonValue> = rest;
  if (size !== undefined) parameters.search_context_size = size;
  return {
    type: type.includes(':') ? type : `openrouter:${type}`,
    ...(Object.keys(parameters).length > 0 && { parameters }),
  };
}
