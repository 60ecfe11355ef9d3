import type { JsonObject } from '@pegboard/core';
import { flag, integer, isObject, listOf, number, oneOf, type Rule, shape, text } from '../lib/shape.ts';
import { messages } from './validate-messages.ts';
import { tools } from './validate-tools.ts';

const anyNumber = number(-Number.MAX_VALUE, Number.MAX_VALUE);
const anyInteger = integer(Number.MIN_SAFE_INTEGER);

/** The server refuses values of another type, and logs and drops names that it does not know. */
const options = shape(
  {},
  {
    temperature: number(0, Number.MAX_VALUE),
    top_p: number(0, 1),
    top_k: integer(0),
    min_p: number(0, 1),
    typical_p: number(0, 1),
    tfs_z: anyNumber,
    seed: anyInteger,
    // -1: without end, -2: until the context is full.
    num_predict: integer(-2),
    num_ctx: integer(1),
    num_keep: anyInteger,
    num_batch: integer(1),
    num_gpu: anyInteger,
    main_gpu: integer(0),
    num_thread: integer(0),
    repeat_last_n: integer(-1),
    repeat_penalty: anyNumber,
    presence_penalty: anyNumber,
    frequency_penalty: anyNumber,
    mirostat: oneOf(0, 1, 2),
    mirostat_tau: anyNumber,
    mirostat_eta: anyNumber,
    penalize_newline: flag,
    stop: listOf(text, { min: 1 }),
    numa: flag,
    low_vram: flag,
    f16_kv: flag,
    logits_all: flag,
    vocab_only: flag,
    use_mmap: flag,
    use_mlock: flag,
    embedding_only: flag,
  },
);

const format: Rule = (value, report) => {
  if (value !== 'json' && !isObject(value)) report('must be json or a schema');
};
const duration: Rule = (value, report) => {
  const known =
    typeof value === 'number' ||
    (typeof value === 'string' && /^-?(\d+(\.\d+)?(ms|s|m|h))+$|^-?\d+$/.test(value));
  if (!known) report('must be a number of seconds or a duration such as 5m');
};

const request = shape(
  { model: text, messages },
  {
    tools,
    stream: flag,
    format,
    options,
    think: oneOf(true, false, 'low', 'medium', 'high'),
    keep_alive: duration,
    logprobs: flag,
    top_logprobs: integer(0, 20),
    truncate: flag,
    shift: flag,
  },
);

/**
 * What a server refuses in a chat request, or takes without a word and loses, one sentence each: `ollama` 0.6.4 and the guides as of
 * November 2026. There are no recordings of this API to hold it against.
 */
export function validateRequest(body: JsonObject): string[] {
  const found: string[] = [];
  request(body, (problem, at = '') => void found.push(`${at.slice(1)}: ${problem}`));
  return found;
}
