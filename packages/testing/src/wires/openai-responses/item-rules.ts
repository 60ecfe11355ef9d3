import type { JsonObject } from '@pegboard/core';
import { isSealOf } from '../lib/seal.ts';
import {
  anyObject,
  anyText,
  anything,
  asText,
  flag,
  integer,
  isObject,
  listOf,
  matching,
  nullable,
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

/** Opaque state that the server gave out; `content` is what it is bound to. */
export type SealCheck = (value: string, content: string) => boolean;
export const isUnsealed: SealCheck = () => true;
export const isSealed: SealCheck = isSealOf;

const maxOutput = 10_485_760;

export const name = matching(/^[a-zA-Z0-9_-]{1,64}$/, 'must be 1 to 64 of a-z, A-Z, 0-9, _ and -');
const callId = matching(/^.{1,64}$/su, 'must be 1 to 64 characters');
const status = nullable(oneOf('in_progress', 'completed', 'incomplete'));
const optionalId = { id: nullable(text) };
const caller = { caller: nullable(tagged({ direct: shape({}), program: shape({ caller_id: text }) })) };
const breakpoint = {
  prompt_cache_breakpoint: nullable(shape({ mode: oneOf('explicit') }, { ttl: oneOf('30m', '12h') })),
};

const imageUrl = matching(
  /^https?:\/\/|^data:image\/(png|jpe?g|webp|gif);base64,[A-Za-z0-9+/]+=*$/,
  'must be an http(s) URL or a base64 data URL of PNG, JPEG, WebP or GIF',
);
const fileData = matching(
  /^data:(?!image\/|audio\/|video\/)[\w.+-]+\/[\w.+-]+;base64,[A-Za-z0-9+/]+=*$/,
  'must be a base64 data URL of a document',
);
const fileUrl = matching(/^https?:\/\//, 'must be an http(s) URL');

/** Exactly one of the keys must be there. */
function withOne(rule: Rule, ...keys: readonly string[]): Rule {
  return (value, report) => {
    rule(value, report);
    if (!isObject(value)) return;
    const given = keys.filter((key) => value[key] !== undefined && value[key] !== null);
    if (given.length !== 1) report(`needs one of ${keys.join(', ')}`);
  };
}

const file = shape(
  {},
  {
    file_data: nullable(fileData),
    file_id: nullable(text),
    file_url: nullable(fileUrl),
    filename: nullable(text),
    detail: oneOf('auto', 'low', 'high'),
    ...breakpoint,
  },
);
const image = shape(
  {},
  {
    detail: nullable(oneOf('low', 'high', 'auto', 'original')),
    file_id: nullable(text),
    image_url: nullable(imageUrl),
    ...breakpoint,
  },
);
const namedFile: Rule = (value, report) => {
  withOne(file, 'file_data', 'file_id', 'file_url')(value, report);
  if (isObject(value) && asText(value.file_data) !== '' && asText(value.filename) === '')
    report('is missing', '.filename');
};
const inputParts = tagged({
  input_text: shape({ text: anyText }, breakpoint),
  input_image: withOne(image, 'file_id', 'image_url'),
  input_file: namedFile,
});
const annotations = listOf(
  tagged({
    file_citation: shape({ file_id: text, filename: anyText, index: integer(0) }),
    url_citation: shape({ start_index: integer(0), end_index: integer(0), title: anyText, url: anyText }),
    container_file_citation: anyObject,
    file_path: shape({ file_id: text, index: integer(0) }),
  }),
);
const outputParts = tagged({
  output_text: shape({ text: anyText }, { annotations, logprobs: listOf(anyObject) }),
  refusal: shape({ refusal: anyText }),
});
const output = textOr(listOf(inputParts, { min: 1 }), (value, report) => {
  if (asText(value).length > maxOutput) report(`must be at most ${maxOutput} characters`);
});
const jsonText: Rule = (value, report) => {
  try {
    if (isObject(JSON.parse(asText(value)))) return;
  } catch {
    // Reported below, as what is JSON but no object.
  }
  report('must be the text of a JSON object');
};
const summary = listOf(tagged({ summary_text: shape({ text: anyText }) }));

/** A message; a model's own one has an id, and may be empty. */
export function checkMessage(message: JsonObject, report: Report): void {
  const own = message.role === 'assistant';
  const parts = listOf(own ? outputParts : inputParts, { min: own && message.id !== undefined ? 0 : 1 });
  shape(
    { role: oneOf('user', 'assistant', 'system', 'developer'), content: textOr(parts) },
    {
      type: anything,
      status,
      ...(own && { id: text, phase: nullable(oneOf('commentary', 'final_answer')) }),
    },
  )(message, report);
}

/** Every other kind of item and its rule: Responses API as of November 2026. */
export function itemRules(isSeal: SealCheck, tool: Rule): Rule {
  const reasoning = shape(
    { id: text, summary },
    {
      content: listOf(tagged({ reasoning_text: shape({ text: anyText }) })),
      encrypted_content: nullable(text),
      status,
    },
  );
  return tagged({
    ...itemKinds,
    ...toolItems(tool),
    reasoning: (value, report) => {
      reasoning(value, report);
      // The shape above reports other types.
      const item = value as JsonObject;
      const content = sealedContent(item);
      const secret = asText(item.encrypted_content);
      if (secret !== '' && !isSeal(secret, content))
        report('was not given out for this item', '.encrypted_content');
    },
  });
}

/** What the encrypted content of a reasoning item is bound to. */
export function sealedContent({ id, summary: parts }: JsonObject): string {
  return [asText(id), ...objectsIn(parts).map((part) => asText(part.text))].join('\n');
}

const ran = { id: text, status: text };
const searchAction = tagged({
  search: shape({}, { queries: listOf(anyText), query: anyText, sources: listOf(anyObject) }),
  open_page: shape({}, { url: nullable(anyText) }),
  find_in_page: shape({ pattern: anyText, url: anyText }),
});
const itemKinds: Rules = {
  function_call: shape(
    { arguments: jsonText, call_id: callId, name },
    { ...optionalId, ...caller, namespace: text, status, async: flag },
  ),
  function_call_output: shape(
    { call_id: text, output },
    { ...optionalId, ...caller, name: nullable(name), namespace: nullable(text), status },
  ),
  custom_tool_call: shape(
    { call_id: callId, input: anyText, name },
    { ...optionalId, ...caller, namespace: text, async: flag },
  ),
  custom_tool_call_output: shape({ call_id: text, output }, { ...optionalId, ...caller }),
  web_search_call: shape({ ...ran, action: searchAction }),
  file_search_call: shape({ ...ran, queries: listOf(anyText) }, { results: nullable(listOf(anyObject)) }),
  code_interpreter_call: shape({
    ...ran,
    code: nullable(anyText),
    container_id: text,
    outputs: nullable(listOf(tagged({ logs: shape({ logs: anyText }), image: shape({ url: text }) }))),
  }),
  // The result may be left out: recorded.
  image_generation_call: shape(
    { id: text },
    {
      result: nullable(text),
      status: oneOf('in_progress', 'completed', 'generating', 'failed'),
      action: nullable(text),
      background: nullable(text),
      error: nullable(anyObject),
      output_format: nullable(text),
      quality: nullable(text),
      revised_prompt: nullable(anyText),
      size: nullable(text),
      svg_usage: anyObject,
    },
  ),
  mcp_list_tools: shape(
    { id: text, server_label: text, tools: listOf(anyObject) },
    { error: nullable(anything) },
  ),
  mcp_call: shape(
    { id: text, arguments: anyText, name: text, server_label: text },
    {
      approval_request_id: nullable(text),
      error: nullable(anyObject),
      output: nullable(anyText),
      status: text,
    },
  ),
  mcp_approval_request: shape({ id: text, arguments: anyText, name: text, server_label: text }),
  mcp_approval_response: shape(
    { approval_request_id: text, approve: flag },
    { ...optionalId, reason: nullable(anyText) },
  ),
  tool_search_call: shape(
    { arguments: anything },
    { ...optionalId, call_id: nullable(callId), execution: oneOf('server', 'client'), status },
  ),
  compaction: shape({ encrypted_content: text }, optionalId),
  compaction_trigger: shape({}, optionalId),
  item_reference: shape({ id: text }),
  computer_call: anyObject,
  computer_call_output: anyObject,
  local_shell_call: anyObject,
  local_shell_call_output: anyObject,
  shell_call: anyObject,
  shell_call_output: anyObject,
  apply_patch_call: anyObject,
  apply_patch_call_output: anyObject,
  program: anyObject,
  program_output: anyObject,
  configuration_update: anyObject,
};

/** Items by which tools are added in the middle of a conversation. */
function toolItems(tool: Rule): Rules {
  return {
    tool_search_output: shape(
      { tools: listOf(tool) },
      { ...optionalId, call_id: nullable(callId), execution: oneOf('server', 'client'), status },
    ),
    additional_tools: shape({ role: oneOf('developer'), tools: listOf(tool, { min: 1 }) }, optionalId),
  };
}
