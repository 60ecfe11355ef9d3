import type { JsonObject, JsonValue } from '@pegboard/core';
import {
  anyObject,
  anything,
  asText,
  below,
  checkUnicode,
  flag,
  integer,
  isObject,
  listOf,
  mapOf,
  nullable,
  number,
  oneOf,
  type Report,
  shape,
  tagged,
  text,
  textOr,
  words,
} from '../lib/shape.ts';
import { cacheControl, isSealed, type SealCheck, systemBlocks } from './content-rules.ts';
import { validateCaching } from './validate-caching.ts';
import { validateMessages } from './validate-messages.ts';
import { validateStrict } from './validate-schema.ts';
import { mcpServers, validateToolChoice, validateTools } from './validate-tools.ts';

export interface Strictness {
  /** Which opaque state counts as given out by this server; default: what the wire of this package rendered. */
  readonly isSeal?: SealCheck;
  /** Value of the header `anthropic-version`; default: the newest known. */
  readonly version?: string;
}

type BodyRule = (
  value: JsonValue | undefined,
  report: Report,
  body: JsonObject,
  strictness: Required<Strictness>,
) => void;

/** From this version on the API has no sampling settings. */
const withoutSampling = '2026-10-21';
/** Models that take sampling settings with an older version. */
const sampledModels = /^claude-(?:[23]|instant|(?:opus|sonnet|haiku)-4(?:-[0-6])?(?:-\d{8}|-latest)?$)/;
const minThinking = 1024;

const display = {
  display: nullable(oneOf('summarized', 'omitted', 'updates')),
  block_binding: nullable(anyObject),
};
const thinking = tagged({
  adaptive: shape({}, display),
  enabled: shape({ budget_tokens: integer(minThinking) }, display),
  disabled: shape({}),
  between_tools: shape({}),
});
const format = tagged({ json_schema: shape({ schema: anyObject }) });
const outputConfig = shape(
  {},
  {
    effort: nullable(oneOf('low', 'medium', 'high', 'xhigh', 'max')),
    format: nullable(format),
    task_budget: nullable(
      tagged({ tokens: shape({ total: integer(1) }, { remaining: nullable(integer(0)) }) }),
    ),
  },
);
const sampling =
  (rule: BodyRule, only: BodyRule): BodyRule =>
  (value, report, body, strictness) => {
    if (strictness.version >= withoutSampling) report('is not a known key');
    else (sampledModels.test(asText(body.model)) ? rule : only)(value, report, body, strictness);
  };

const contextEdit = tagged({
  clear_tool_uses_20250919: shape(
    {},
    {
      clear_at_least: nullable(anyObject),
      clear_tool_inputs: nullable(anything),
      exclude_tools: nullable(listOf(text)),
      keep: anyObject,
      trigger: anyObject,
    },
  ),
  clear_thinking_20251015: shape({}, { keep: anything }),
  compact_20260112: shape(
    {},
    { instructions: nullable(text), pause_after_compaction: flag, trigger: nullable(anyObject) },
  ),
});

/** Every key of a request and its rule: Messages API as of November 2026. Other keys are refused, as the host does. */
const keys: Readonly<Record<string, BodyRule>> = {
  model: text,
  max_tokens: integer(0),
  messages: (value, report, body, { isSeal }) => validateMessages(value, report, isSeal, body.thinking),
  system: textOr(listOf(systemBlocks, { min: 1 })),
  tools: validateTools,
  tool_choice: validateToolChoice,
  thinking: checkThinking,
  output_config: checkOutputConfig,
  output_format: nullable(format),
  stop_sequences: listOf(words, { min: 1 }),
  stream: flag,
  metadata: shape({}, { user_id: nullable(text) }),
  service_tier: oneOf('auto', 'standard_only'),
  inference_geo: nullable(text),
  speed: nullable(oneOf('standard', 'fast')),
  cache_control: cacheControl,
  container: nullable(textOr(shape({}, { id: nullable(text), skills: nullable(listOf(anyObject)) }), text)),
  diagnostics: nullable(shape({}, { previous_message_id: nullable(text) })),
  mcp_servers: mcpServers,
  context_management: nullable(shape({}, { edits: listOf(contextEdit) })),
  compaction: nullable(tagged({ summarize: shape({}, { instructions: nullable(text) }) })),
  billing_policy: anything,
  fallback_credit_token: anything,
  fallbacks: anything,
  thread: nullable(tagged({ create: shape({}), continue: shape({ previous_message_id: text }) })),
  temperature: sampling(number(0, 1), oneOf(1)),
  top_p: sampling(number(0, 1), number(0.99, 1)),
  top_k: sampling(integer(0), (_, report) => report('is not taken by this model')),
};

/** What the first-party host refuses in the body of a Messages request, one sentence each. */
export function validateRequest(body: JsonObject, strictness: Strictness = {}): string[] {
  const found: string[] = [];
  const settled = { isSeal: isSealed, version: withoutSampling, ...strictness };
  for (const required of ['model', 'max_tokens', 'messages']) {
    if (body[required] === undefined) found.push(`${required}: is missing`);
  }
  for (const [key, value] of Object.entries(body)) {
    const report: Report = (problem, at = '') => void found.push(`${key}${at}: ${problem}`);
    const rule = Object.hasOwn(keys, key) ? keys[key] : undefined;
    if (!rule) report('is not a known key');
    else rule(value, report, body, settled);
    checkUnicode(value, report);
  }
  validateCaching(body, (problem, at = '') => void found.push(`${at}: ${problem}`));
  return found;
}

function checkThinking(value: JsonValue | undefined, report: Report, body: JsonObject): void {
  thinking(value, report);
  if (!isObject(value) || value.type !== 'enabled') return;
  if (Number(value.budget_tokens) >= Number(body.max_tokens))
    report('must be below max_tokens', '.budget_tokens');
  if (body.temperature !== undefined && body.temperature !== 1) report('must not come with a temperature');
}

function checkOutputConfig(value: JsonValue | undefined, report: Report, body: JsonObject): void {
  outputConfig(value, report);
  if (!isObject(value) || !isObject(value.format)) return;
  if (isObject(body.output_format)) report('must not come with output_format', '.format');
  if (isObject(value.format.schema)) validateStrict(value.format.schema, below(report, '.format.schema'));
}

/** Keys that only the beta form of the API has. */
const betaKeys = [
  'mcp_servers',
  'context_management',
  'compaction',
  'billing_policy',
  'fallback_credit_token',
  'fallbacks',
  'thread',
  'output_format',
];

/** What the host refuses in the headers, given the body. */
export function validateHeaders(body: JsonObject, headers: Readonly<Record<string, string>>): string[] {
  const found: string[] = [];
  mapOf(text)(
    { 'anthropic-version': headers['anthropic-version'] ?? '' },
    (problem, at = '') => void found.push(`headers${at}: ${problem}`),
  );
  const version = headers['anthropic-version'] ?? '';
  if (version !== '' && !/^\d{4}-\d{2}-\d{2}$/.test(version))
    found.push('headers.anthropic-version: must be a date such as 2026-10-21');
  for (const key of betaKeys) {
    if (body[key] !== undefined && !headers['anthropic-beta'])
      found.push(`${key}: needs the header anthropic-beta`);
  }
  return found;
}
