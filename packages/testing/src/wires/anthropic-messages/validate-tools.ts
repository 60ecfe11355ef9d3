import type { JsonObject, JsonValue } from '@pegboard/core';
import {
  anyObject,
  anyText,
  below,
  flag,
  integer,
  isObject,
  listOf,
  mapOf,
  nullable,
  objectsIn,
  oneOf,
  type Report,
  type Rules,
  shape,
  tagged,
  text,
} from '../lib/shape.ts';
import { cacheControl, toolName } from './content-rules.ts';
import { countStrict, validateSchema, validateStrict } from './validate-schema.ts';

const maxStrictTools = 20;
const maxStrictOptional = 24;
const maxStrictUnions = 16;

const callers = listOf(
  oneOf('direct', 'code_execution_20250825', 'code_execution_20260120', 'code_execution_20260521'),
);
const common: Rules = {
  allowed_callers: callers,
  cache_control: cacheControl,
  defer_loading: flag,
  strict: flag,
};
const examples: Rules = { input_examples: listOf(anyObject) };
const custom = shape(
  { name: toolName, input_schema: validateSchema },
  {
    ...common,
    ...examples,
    description: anyText,
    eager_input_streaming: nullable(flag),
    type: oneOf('custom', null),
  },
);
const domains = nullable(listOf(text));
const search: Rules = {
  ...common,
  allowed_domains: domains,
  blocked_domains: domains,
  max_uses: nullable(integer(1)),
};
const userLocation = tagged({
  approximate: shape(
    {},
    { city: nullable(text), country: nullable(text), region: nullable(text), timezone: nullable(text) },
  ),
});
const webSearch: Rules = { ...search, user_location: nullable(userLocation) };
const webFetch: Rules = {
  ...search,
  citations: nullable(shape({}, { enabled: flag })),
  max_content_tokens: nullable(integer(1)),
  url_sources: nullable(anyObject),
};
const inclusion: Rules = { response_inclusion: oneOf('full', 'excluded') };
const screen: Rules = { ...common, ...examples, display_number: nullable(integer(0)) };
const screenSize: Rules = { display_height_px: integer(1), display_width_px: integer(1) };
const toolset = shape({}, { cache_control: cacheControl, configs: nullable(mapOf(nullable(anyObject))) });

const named = (name: string, optional: Rules, required: Rules = {}): ReturnType<typeof shape> =>
  shape({ name: oneOf(name), ...required }, optional);

/** Tools that the API defines itself: by type. State of November 2026. */
const defined: Rules = {
  web_search_20250305: named('web_search', webSearch),
  web_search_20260209: named('web_search', webSearch),
  web_search_20260318: named('web_search', { ...webSearch, ...inclusion }),
  web_fetch_20250910: named('web_fetch', webFetch),
  web_fetch_20260209: named('web_fetch', webFetch),
  web_fetch_20260309: named('web_fetch', { ...webFetch, use_cache: flag }),
  web_fetch_20260318: named('web_fetch', { ...webFetch, ...inclusion, use_cache: flag }),
  code_execution_20250522: named('code_execution', common),
  code_execution_20250825: named('code_execution', common),
  code_execution_20260120: named('code_execution', common),
  code_execution_20260521: named('code_execution', common),
  memory_20250818: named('memory', { ...common, ...examples }),
  bash_20241022: named('bash', { ...common, ...examples }),
  bash_20250124: named('bash', { ...common, ...examples }),
  text_editor_20241022: named('str_replace_editor', { ...common, ...examples }),
  text_editor_20250124: named('str_replace_editor', { ...common, ...examples }),
  text_editor_20250429: named('str_replace_based_edit_tool', { ...common, ...examples }),
  text_editor_20250728: named('str_replace_based_edit_tool', {
    ...common,
    ...examples,
    max_characters: nullable(integer(1)),
  }),
  computer_20241022: named('computer', screen, screenSize),
  computer_20250124: named('computer', screen, screenSize),
  computer_20251124: named('computer', { ...screen, enable_zoom: flag }, screenSize),
  computer_toolset_20260801: toolset,
  browser_toolset_20260801: toolset,
  tool_search_tool_bm25_20251119: named('tool_search_tool_bm25', common),
  tool_search_tool_bm25: named('tool_search_tool_bm25', common),
  tool_search_tool_regex_20251119: named('tool_search_tool_regex', common),
  tool_search_tool_regex: named('tool_search_tool_regex', common),
  advisor_20260301: named(
    'advisor',
    {
      ...common,
      caching: cacheControl,
      max_tokens: nullable(integer(1)),
      max_uses: nullable(integer(1)),
    },
    { model: text },
  ),
  mcp_toolset: shape(
    { mcp_server_name: text },
    {
      cache_control: cacheControl,
      configs: nullable(mapOf(anyObject)),
      default_config: anyObject,
      tools: nullable(listOf(anyObject)),
    },
  ),
};

export function validateTools(value: JsonValue | undefined, report: Report, body: JsonObject): void {
  listOf(checkTool, { min: 1 })(value, report);
  const tools = objectsIn(value);
  const names = new Set<JsonValue>();
  for (const [index, { name }] of tools.entries()) {
    if (name === undefined) continue;
    if (names.has(name)) report(`repeats the name ${JSON.stringify(name)}`, `[${index}].name`);
    names.add(name);
  }
  if (tools.length > 0 && tools.every((tool) => tool.defer_loading === true))
    report('must hold a tool without defer_loading');
  checkStrictSums(tools, report);
  const servers = objectsIn(body.mcp_servers).map(({ name }) => name);
  for (const [index, { type, mcp_server_name: server }] of tools.entries()) {
    if (type === 'mcp_toolset' && !servers.some((name) => name === server))
      report('is not in mcp_servers', `[${index}].mcp_server_name`);
  }
}

function checkTool(tool: JsonValue | undefined, report: Report): void {
  if (!isObject(tool)) return report('must be an object');
  const { type } = tool;
  if (type === undefined || type === null || type === 'custom') custom(tool, report);
  else tagged(defined)(tool, report);
  if (tool.defer_loading === true && isObject(tool.cache_control))
    report('must not come with defer_loading', '.cache_control');
  if (isFilled(tool.allowed_domains) && isFilled(tool.blocked_domains))
    report('must not come with allowed_domains', '.blocked_domains');
  if (tool.strict === true && isObject(tool.input_schema))
    validateStrict(tool.input_schema, below(report, '.input_schema'));
}

function isFilled(value: JsonValue | undefined): boolean {
  return value !== undefined && value !== null;
}

/** Limits over all strict schemas of a request. */
function checkStrictSums(tools: readonly JsonObject[], report: Report): void {
  const strict = tools.filter((tool) => tool.strict === true);
  if (strict.length > maxStrictTools) report(`must hold at most ${maxStrictTools} strict tools`);
  const counts = strict.map(({ input_schema: schema }) => countStrict(schema ?? {}));
  const sum = (key: 'optional' | 'unions'): number => counts.reduce((total, count) => total + count[key], 0);
  if (sum('optional') > maxStrictOptional)
    report(`must hold at most ${maxStrictOptional} optional parameters in strict tools`);
  if (sum('unions') > maxStrictUnions) report(`must hold at most ${maxStrictUnions} unions in strict tools`);
}

const choice = tagged({
  auto: shape({}, { disable_parallel_tool_use: flag }),
  any: shape({}, { disable_parallel_tool_use: flag }),
  tool: shape({ name: text }, { disable_parallel_tool_use: flag }),
  none: shape({}),
});

export function validateToolChoice(value: JsonValue | undefined, report: Report, body: JsonObject): void {
  if (body.tools === undefined) return report('is only allowed with tools');
  choice(value, report);
  if (!isObject(value)) return;
  if (value.type === 'tool' && !objectsIn(body.tools).some(({ name }) => name === value.name))
    report(`names the tool ${JSON.stringify(value.name)}, which is not in tools`);
  const thinks = isObject(body.thinking) && body.thinking.type === 'enabled';
  if (thinks && (value.type === 'any' || value.type === 'tool'))
    report(`must not be ${value.type} while thinking is enabled`);
}

export const mcpServers = listOf(
  tagged({
    url: shape(
      { name: text, url: text },
      {
        authorization_token: nullable(text),
        tool_configuration: nullable(
          shape({}, { allowed_tools: nullable(listOf(text)), enabled: nullable(flag) }),
        ),
      },
    ),
  }),
  { min: 1 },
);
