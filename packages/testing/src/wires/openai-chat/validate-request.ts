import type { JsonObject, JsonValue } from '@pegboard/core';
import { validateMessages } from './validate-messages.ts';
import { validateTools } from './validate-tools.ts';
import { isObject, isText, namePattern, type Report } from './validation.ts';

type Rule = (value: JsonValue, report: Report, body: JsonObject) => void;

const number =
  (min: number, max: number): Rule =>
  (value, report) => {
    if (typeof value !== 'number' || !(value >= min && value <= max))
      report(`must be a number from ${min} to ${max}`);
  };
const integer =
  (min: number): Rule =>
  (value, report) => {
    if (typeof value !== 'number' || !Number.isInteger(value) || value < min)
      report(`must be a whole number of at least ${min}`);
  };
const oneOf =
  (...values: readonly JsonValue[]): Rule =>
  (value, report) => {
    if (!values.includes(value)) report(`must be one of ${JSON.stringify(values)}`);
  };
const anything: Rule = () => {};
const withTools =
  (rule: Rule): Rule =>
  (value, report, body) => {
    if (body.tools === undefined) report('is only allowed with tools');
    rule(value, report, body);
  };

/** Every key of a request and its rule: protocol of Chat Completions as of November 2026. Other keys are refused, as the host does. */
const keys: Readonly<Record<string, Rule>> = {
  model: (value, report) => void (isText(value) || report('must be a text that is not empty')),
  messages: validateMessages,
  tools: validateTools,
  tool_choice: withTools(checkToolChoice),
  parallel_tool_calls: withTools(oneOf(true, false)),
  stream: oneOf(true, false),
  stream_options: checkStreamOptions,
  temperature: number(0, 2),
  top_p: number(0, 1),
  frequency_penalty: number(-2, 2),
  presence_penalty: number(-2, 2),
  max_tokens: (value, report, body) => {
    if (body.max_completion_tokens !== undefined) report('must not come with max_completion_tokens');
    integer(1)(value, report, body);
  },
  max_completion_tokens: integer(1),
  n: integer(1),
  stop: checkStop,
  seed: integer(Number.MIN_SAFE_INTEGER),
  reasoning_effort: oneOf('none', 'minimal', 'low', 'medium', 'high', 'xhigh', 'max'),
  verbosity: oneOf('low', 'medium', 'high'),
  response_format: checkResponseFormat,
  service_tier: oneOf('auto', 'default', 'flex', 'scale', 'priority', 'fast'),
  metadata: anything,
  logprobs: oneOf(true, false),
  top_logprobs: number(0, 20),
  logit_bias: anything,
  user: anything,
  store: oneOf(true, false),
  modalities: anything,
  moderation: anything,
  audio: anything,
  prediction: anything,
  prompt_cache_key: anything,
  prompt_cache_options: anything,
  prompt_cache_retention: anything,
  safety_identifier: anything,
  web_search_options: anything,
};

/** What the first-party host refuses in a Chat Completions request, one sentence each. */
export function validateRequest(body: JsonObject): string[] {
  const found: string[] = [];
  for (const required of ['model', 'messages']) {
    if (body[required] === undefined) found.push(`${required}: is missing`);
  }
  for (const [key, value] of Object.entries(body)) {
    const report: Report = (problem, at = '') => void found.push(`${key}${at}: ${problem}`);
    const rule = Object.hasOwn(keys, key) ? keys[key] : undefined;
    if (!rule) report('is not a known key');
    else if (value === null || value === undefined) report('must be left out instead of null');
    else rule(value, report, body);
  }
  return found;
}

function checkToolChoice(value: JsonValue, report: Report, body: JsonObject): void {
  if (value === 'auto' || value === 'none' || value === 'required') return;
  if (!isObject(value) || value.type !== 'function' || !isObject(value.function))
    return report('has an unknown form');
  const { name } = value.function;
  const tools = Array.isArray(body.tools) ? (body.tools as readonly JsonValue[]) : [];
  const known = tools.some(
    (tool) => isObject(tool) && isObject(tool.function) && tool.function.name === name,
  );
  if (!known) report(`names the tool ${JSON.stringify(name)}, which is not in tools`);
}

function checkStreamOptions(value: JsonValue, report: Report, body: JsonObject): void {
  if (body.stream !== true) report('is only allowed with stream: true');
  if (!isObject(value)) return report('must be an object');
  for (const key of Object.keys(value)) {
    if (key !== 'include_usage' && key !== 'include_obfuscation') report('is not a known key', `.${key}`);
  }
}

function checkStop(value: JsonValue, report: Report): void {
  const list = typeof value === 'string' ? [value] : value;
  if (!Array.isArray(list) || list.length < 1 || list.length > 4 || !list.every(isText))
    report('must be 1 to 4 texts');
}

function checkResponseFormat(value: JsonValue, report: Report, body: JsonObject): void {
  if (!isObject(value)) return report('must be an object');
  if (value.type === 'text') return;
  if (value.type === 'json_object') {
    if (!/json/i.test(JSON.stringify(body.messages))) report('needs the word json in the messages');
    return;
  }
  if (value.type !== 'json_schema' || !isObject(value.json_schema)) return report('has an unknown form');
  const { name, schema } = value.json_schema;
  if (typeof name !== 'string' || !namePattern.test(name))
    report('must be 1 to 64 of a-z, A-Z, 0-9, _ and -', '.json_schema.name');
  if (schema !== undefined && !isObject(schema)) report('must be an object', '.json_schema.schema');
}
