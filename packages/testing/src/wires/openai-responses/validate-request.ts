import type { JsonObject, JsonValue } from '@pegboard/core';
import {
  anyObject,
  anything,
  anyText,
  below,
  flag,
  integer,
  isObject,
  listOf,
  matching,
  nullable,
  number,
  oneOf,
  type Report,
  type Rule,
  shape,
  tagged,
  text,
  textOr,
} from '../lib/shape.ts';
import { isSealed, name, type SealCheck } from './item-rules.ts';
import { validateInput } from './validate-input.ts';
import { validateStrict } from './validate-schema.ts';
import { validateToolChoice, validateTools } from './validate-tools.ts';

type BodyRule = (value: JsonValue | undefined, report: Report, body: JsonObject, isSeal: SealCheck) => void;

const includable = oneOf(
  'file_search_call.results',
  'web_search_call.results',
  'web_search_call.action.sources',
  'message.input_image.image_url',
  'computer_call_output.output.image_url',
  'code_interpreter_call.outputs',
  'reasoning.encrypted_content',
  'message.output_text.logprobs',
);
const jsonSchema: Rule = (value, report) => {
  shape({ name, schema: anyObject }, { description: anyText, strict: nullable(flag) })(value, report);
  if (!isObject(value) || value.strict !== true || !isObject(value.schema)) return;
  validateStrict(value.schema, below(report, '.schema'));
};
const format = tagged({ text: shape({}), json_object: shape({}), json_schema: jsonSchema });
const reasoning = shape(
  {},
  {
    effort: nullable(oneOf('none', 'minimal', 'low', 'medium', 'high', 'xhigh', 'max')),
    summary: nullable(oneOf('auto', 'concise', 'detailed')),
    generate_summary: nullable(oneOf('auto', 'concise', 'detailed')),
    context: nullable(oneOf('auto', 'current_turn', 'all_turns')),
    mode: text,
  },
);

/** Every key of a request and its rule: Responses API as of November 2026. Other keys are refused, as the host does. */
const keys: Readonly<Record<string, BodyRule>> = {
  model: text,
  input: validateInput,
  instructions: nullable(anyText),
  tools: validateTools,
  tool_choice: validateToolChoice,
  parallel_tool_calls: nullable(flag),
  max_tool_calls: nullable(integer(1)),
  max_output_tokens: nullable(integer(16)),
  temperature: nullable(number(0, 2)),
  top_p: nullable(number(0, 1)),
  top_logprobs: nullable(integer(0, 20)),
  reasoning: nullable(reasoning),
  text: checkText,
  include: nullable(listOf(includable, { min: 1 })),
  stream: nullable(flag),
  stream_options: checkStreamOptions,
  store: nullable(flag),
  background: checkBackground,
  previous_response_id: nullable(matching(/^resp_/, 'must begin with resp_')),
  conversation: checkConversation,
  context_management: nullable(
    listOf(shape({ type: oneOf('compaction') }, { compact_threshold: nullable(integer(1)) })),
  ),
  truncation: nullable(oneOf('auto', 'disabled')),
  service_tier: nullable(oneOf('auto', 'default', 'flex', 'scale', 'priority', 'fast', 'ultrafast')),
  metadata: nullable(checkMetadata),
  user: text,
  safety_identifier: nullable(text),
  prompt: nullable(shape({ id: text }, { variables: nullable(anyObject), version: nullable(text) })),
  prompt_cache_key: nullable(text),
  prompt_cache_options: shape(
    {},
    {
      mode: oneOf('implicit', 'explicit'),
      ttl: oneOf('30m', '12h'),
      prewarm: flag,
      comparison_response_id: nullable(text),
    },
  ),
  prompt_cache_retention: nullable(oneOf('in_memory', '24h')),
  moderation: anything,
  image: shape({}, { context_compression: oneOf('auto', 'enabled', 'disabled') }),
  access_programs: anyObject,
};

/** What the first-party host refuses in the body of a Responses request, one sentence each. */
export function validateRequest(body: JsonObject, isSeal: SealCheck = isSealed): string[] {
  const found: string[] = [];
  for (const required of ['model', 'input']) {
    if (body[required] === undefined && body.prompt === undefined) found.push(`${required}: is missing`);
  }
  for (const [key, value] of Object.entries(body)) {
    const report: Report = (problem, at = '') => void found.push(`${key}${at}: ${problem}`);
    const rule = Object.hasOwn(keys, key) ? keys[key] : undefined;
    if (rule) rule(value, report, body, isSeal);
    else report('is not a known key');
  }
  return found;
}

function checkText(value: JsonValue | undefined, report: Report, body: JsonObject): void {
  shape({}, { format, verbosity: nullable(oneOf('low', 'medium', 'high')) })(value, report);
  if (!isObject(value) || !isObject(value.format) || value.format.type !== 'json_object') return;
  if (!/json/i.test(JSON.stringify([body.input, body.instructions])))
    report('needs the word json in the input', '.format');
}

function checkStreamOptions(value: JsonValue | undefined, report: Report, body: JsonObject): void {
  if (body.stream !== true) report('is only allowed with stream: true');
  nullable(shape({}, { include_obfuscation: flag }))(value, report);
}

function checkBackground(value: JsonValue | undefined, report: Report, body: JsonObject): void {
  nullable(flag)(value, report);
  if (value === true && body.store === false) report('needs store');
}

function checkConversation(value: JsonValue | undefined, report: Report, body: JsonObject): void {
  const id = matching(/^conv_/, 'must begin with conv_');
  nullable(textOr(shape({ id }), id))(value, report);
  if (value !== null && typeof body.previous_response_id === 'string')
    report('must not come with previous_response_id');
}

function checkMetadata(value: JsonValue | undefined, report: Report): void {
  if (!isObject(value)) return report('must be an object');
  const entries = Object.entries(value);
  if (entries.length > 16) report('must hold at most 16 pairs');
  for (const [key, item] of entries) {
    if (key.length > 64) report('must be at most 64 characters', `.${key}`);
    if (typeof item !== 'string' || item.length > 512)
      report('must be a text of at most 512 characters', `.${key}`);
  }
}
