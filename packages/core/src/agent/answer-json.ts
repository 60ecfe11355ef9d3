import { describeError } from '../errors/describe-error.ts';
import { RetryToolCall, ToolFailure, toolSignalKind } from '../errors/tool-signals.ts';
import { isJsonObject } from '../lib/json.ts';
import { isToolReturn, result } from '../tools/result.ts';

const mark = '~answer';

/** The result of an external call that goes through a run state: what is no plain value is marked, and so is what looks like it. */
export function answerToJson(answer: unknown): unknown {
  const kind = toolSignalKind(answer);
  if (kind) return { [mark]: kind, message: describeError(answer) };
  if (isToolReturn(answer)) return { ...answer, [mark]: 'result' };
  return isJsonObject(answer) && mark in answer ? { [mark]: 'result', value: answer } : (answer ?? null);
}

/** The reverse. */
export function answerFromJson(answer: unknown): unknown {
  if (!isJsonObject(answer) || !(mark in answer)) return answer;
  const { [mark]: kind, message, value, ...options } = answer;
  // Written above, as text.
  const text = message as string;
  if (kind === 'retry') return new RetryToolCall(text);
  return kind === 'failure' ? new ToolFailure(text) : result(value, options);
}
