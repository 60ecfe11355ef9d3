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
  number,
  objectsIn,
  oneOf,
  type Report,
  type Rule,
  type Rules,
  shape,
  tagged,
  text,
  textOr,
} from '../lib/shape.ts';
import { name } from './item-rules.ts';
import { validateSchema, validateStrict } from './validate-schema.ts';

const callers = { allowed_callers: nullable(listOf(oneOf('direct', 'programmatic'))) };
const deferrable = { ...callers, async: flag, defer_loading: flag };
const described = { description: nullable(anyText) };

const functionKeys: Rules = { ...deferrable, ...described, output_schema: nullable(anyObject) };
const functionTool: Rule = (value, report) => {
  shape({ name, parameters: nullable(validateSchema), strict: nullable(flag) }, functionKeys)(value, report);
  if (isObject(value) && value.strict === true && isObject(value.parameters))
    validateStrict(value.parameters, below(report, '.parameters'));
};
const customTool = shape({ name }, { ...deferrable, description: anyText, format: anyObject });
const location = shape(
  {},
  {
    type: oneOf('approximate'),
    city: nullable(text),
    country: nullable(text),
    region: nullable(text),
    timezone: nullable(text),
  },
);
const webSearch = shape(
  {},
  {
    external_web_access: flag,
    filters: nullable(shape({}, { allowed_domains: nullable(listOf(text)) })),
    search_context_size: oneOf('low', 'medium', 'high'),
    user_location: nullable(location),
  },
);
const webSearchPreview = shape(
  {},
  {
    search_content_types: listOf(oneOf('text', 'image')),
    search_context_size: oneOf('low', 'medium', 'high'),
    user_location: nullable(location),
  },
);
const container = textOr(
  tagged({
    auto: shape(
      {},
      {
        file_ids: listOf(text),
        memory_limit: nullable(oneOf('1g', '4g', '16g', '64g')),
        network_policy: anyObject,
      },
    ),
  }),
  text,
);
const toolFilter = shape({}, { read_only: flag, tool_names: listOf(text) });
const namesOr =
  (rule: Rule): Rule =>
  (value, report) =>
    (Array.isArray(value) ? listOf(text) : rule)(value, report);
const mcpKeys: Rules = {
  ...callers,
  allowed_tools: nullable(namesOr(toolFilter)),
  authorization: text,
  connector_id: text,
  defer_loading: flag,
  headers: nullable(mapOf(anyText)),
  require_approval: nullable(
    textOr(shape({}, { always: toolFilter, never: toolFilter }), oneOf('always', 'never')),
  ),
  server_description: anyText,
  server_url: text,
  tunnel_id: text,
};
const mcp: Rule = (value, report) => {
  shape({ server_label: text }, mcpKeys)(value, report);
  const places = ['server_url', 'connector_id', 'tunnel_id'];
  if (isObject(value) && places.filter((key) => value[key] !== undefined).length !== 1)
    report(`needs one of ${places.join(', ')}`);
};

const kinds: Rules = {
  function: functionTool,
  custom: customTool,
  web_search: webSearch,
  web_search_2025_08_26: webSearch,
  web_search_preview: webSearchPreview,
  web_search_preview_2025_03_11: webSearchPreview,
  file_search: shape(
    { vector_store_ids: listOf(text, { min: 1 }) },
    { filters: nullable(anyObject), max_num_results: integer(1, 50), ranking_options: anyObject },
  ),
  code_interpreter: shape({ container }, callers),
  image_generation: shape(
    {},
    {
      action: oneOf('generate', 'edit', 'auto'),
      background: oneOf('transparent', 'opaque', 'auto'),
      complexity: oneOf('low', 'medium', 'high'),
      frame_count: integer(1),
      frame_duration_ms: integer(1),
      input_fidelity: nullable(oneOf('high', 'low')),
      input_image_mask: shape({}, { file_id: text, image_url: text }),
      model: text,
      moderation: oneOf('auto', 'low'),
      output_compression: number(0, 100),
      output_format: oneOf('png', 'webp', 'jpeg', 'gif', 'svg'),
      partial_images: integer(0, 3),
      quality: oneOf('low', 'medium', 'high', 'xhigh', 'max', 'auto'),
      size: text,
      svg: anyObject,
    },
  ),
  mcp,
  computer: shape({}),
  computer_use_preview: shape({ display_height: integer(1), display_width: integer(1), environment: text }),
  local_shell: shape({}),
  shell: shape({}, { ...callers, environment: nullable(anyObject) }),
  apply_patch: shape({}, callers),
  programmatic_tool_calling: shape({}),
  tool_search: shape(
    {},
    { ...described, execution: oneOf('server', 'client'), parameters: nullable(anyObject) },
  ),
  namespace: shape({
    description: anyText,
    name,
    tools: listOf(
      tagged({
        function: shape(
          { name },
          { ...functionKeys, parameters: nullable(validateSchema), strict: nullable(flag) },
        ),
        custom: customTool,
      }),
      { min: 1 },
    ),
  }),
};

export const toolRule = tagged(kinds);

export function validateTools(value: JsonValue | undefined, report: Report): void {
  listOf(toolRule, { min: 1 })(value, report);
  const names = new Set<JsonValue>();
  for (const [index, { name: own }] of objectsIn(value).entries()) {
    if (own === undefined) continue;
    if (names.has(own)) report(`repeats the name ${JSON.stringify(own)}`, `[${index}].name`);
    names.add(own);
  }
}

const pointer: Rules = {
  function: shape({ name: text }),
  custom: shape({ name: text }),
  mcp: shape({ server_label: text }, { name: nullable(text) }),
  file_search: shape({}),
  web_search: shape({}),
  web_search_preview: shape({}),
  web_search_preview_2025_03_11: shape({}),
  computer: shape({}),
  computer_use_preview: shape({}),
  image_generation: shape({}),
  code_interpreter: shape({}),
  programmatic_tool_calling: shape({}),
  apply_patch: shape({}),
  shell: shape({}),
};
const choice = tagged({
  ...pointer,
  allowed_tools: shape({ mode: oneOf('auto', 'required'), tools: listOf(tagged(pointer), { min: 1 }) }),
});

export function validateToolChoice(value: JsonValue | undefined, report: Report, body: JsonObject): void {
  if (body.tools === undefined) return report('is only allowed with tools');
  if (typeof value === 'string') return oneOf('none', 'auto', 'required')(value, report);
  choice(value, report);
  if (!isObject(value)) return;
  const named = value.type === 'allowed_tools' ? objectsIn(value.tools) : [value];
  for (const wanted of named) {
    if (wanted.type !== 'function' && wanted.type !== 'custom') continue;
    const known = objectsIn(body.tools).some(
      (tool) => tool.type === wanted.type && tool.name === wanted.name,
    );
    if (!known) report(`names the tool ${JSON.stringify(wanted.name)}, which is not in tools`);
  }
}
