import type { JsonObject, JsonValue } from '@pegboard/core';
import {
  anything,
  below,
  isObject,
  listOf,
  nullable,
  oneOf,
  type Report,
  shape,
  textOr,
  words,
} from '../lib/shape.ts';
import { assistantBlocks, type SealCheck, systemBlocks, userBlocks } from './content-rules.ts';
import { turnsOf, validateTurns } from './validate-turns.ts';

const maxMessages = 100_000;

/** What is wrong with the conversation. `thinking` is the request's setting. */
export function validateMessages(
  value: JsonValue | undefined,
  report: Report,
  isSeal: SealCheck,
  thinking: JsonValue | undefined,
): void {
  if (!Array.isArray(value) || value.length === 0) return report('must be a list that is not empty');
  const messages = value as readonly JsonValue[];
  if (messages.length > maxMessages) report(`must hold at most ${maxMessages}`);
  const rules = {
    user: content(listOf(userBlocks, { min: 1 })),
    assistant: content(listOf(assistantBlocks(isSeal), { min: 1 })),
    system: shape(
      { role: anything, content: textOr(listOf(systemBlocks, { min: 1 }), words) },
      {
        clear_at: nullable(oneOf('next_user_message', 'never')),
        output_config: nullable(shape({}, { effort: oneOf('low', 'medium', 'high', 'xhigh', 'max') })),
      },
    ),
  };
  for (const [index, message] of messages.entries()) {
    const here = below(report, `[${index}]`);
    const role = isObject(message) ? message.role : undefined;
    if (role === 'user' || role === 'assistant' || role === 'system') rules[role](message, here);
    else here('has no known role');
  }
  const turns = turnsOf(messages);
  validateTurns(turns, report, isObject(thinking) && thinking.type === 'enabled');
  for (const { block, at } of turns.flatMap((turn) => turn.blocks))
    checkResultWords(block, below(report, at));
}

function content(blocks: ReturnType<typeof listOf>): ReturnType<typeof shape> {
  return shape({ role: anything, content: textOr(blocks, words) });
}

/** An error without words is refused, although a result may be empty. */
function checkResultWords({ type, is_error: isError, content: words_ }: JsonObject, report: Report): void {
  if (type !== 'tool_result' || isError !== true) return;
  if (words_ === undefined || words_ === '' || (Array.isArray(words_) && words_.length === 0))
    report('must not be empty when is_error is true', '.content');
}
