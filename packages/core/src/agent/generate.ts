import type { AssistantMessage } from '../contracts/message.ts';
import type { ModelRequest, ModelSettings } from '../contracts/provider.ts';
import type { AnySchema, InferOutput } from '../contracts/standard-schema.ts';
import type { Usage } from '../contracts/usage.ts';
import { PegboardError } from '../errors/pegboard-error.ts';
import { withDeadline } from '../lib/deadline.ts';
import { createId } from '../lib/id.ts';
import { textOf } from '../messages/builders.ts';
import { messagesOf } from '../messages/check-messages.ts';
import { repairHistory } from '../messages/repair-history.ts';
import { costAt } from '../models/usage.ts';
import { compileSchema } from '../schema/compile-schema.ts';
import { formatIssues } from '../schema/format-issues.ts';
import type { Validation } from '../schema/validation.ts';
import { foreignError } from './active-run.ts';
import { checkGenerateOptions } from './check-options.ts';
import type { GenerateOptions } from './generate-options.ts';
import { modelStream } from './model-stream.ts';
import { providerCall, receiveAnswer } from './receive-answer.ts';
import { runConfig } from './run-config.ts';

export interface Generated<T> {
  readonly text: string;
  /** The validated value when `output` was given, else undefined. */
  readonly output: T;
  readonly message: AssistantMessage;
  readonly usage: Usage;
  /** US dollars; absent when a price or a count is unknown. */
  readonly cost?: number;
}

/**
 * One model call, without tools and without a loop. Rejects with `ProviderError`, with the signal's reason, or with a `PegboardError` of code
 * `invalid-response` when the answer does not fit `output`.
 */
export async function generate<S extends AnySchema | undefined = undefined>(
  options: GenerateOptions<S>,
): Promise<Generated<S extends undefined ? undefined : InferOutput<S>>> {
  checkGenerateOptions(options);
  const { provider, model, onText, output } = options;
  const signal = options.signal ?? new AbortController().signal;
  const config = runConfig(options, {}, true);
  const request = requestFor(options, config.settings, signal);
  const listener = { emit: undefined, ...(onText && { onText }) };
  const origin = { provider: provider.name, model };
  const answer = await receiveAnswer(modelStream(config)(request), listener, origin);
  const content = answer.parts.map((part) => (part.type === 'tool-call' ? providerCall(part) : part));
  const { finish, usage } = answer;
  const message: AssistantMessage = {
    id: createId('msg'),
    role: 'assistant',
    content,
    origin,
    finish,
    usage,
  };
  const text = textOf(message);
  const dollars = costAt(usage, options);
  const value =
    output === undefined ? undefined : await readOutput(output, text, config.timeouts.hookMs, signal);
  // `value` was validated by the schema that gives the type.
  return { text, output: value as never, message, usage, ...(dollars !== undefined && { cost: dollars }) };
}

function requestFor(
  options: GenerateOptions<AnySchema | undefined>,
  settings: ModelSettings,
  signal: AbortSignal,
): ModelRequest {
  const { model, instructions, messages, output, providerOptions, onText } = options;
  const history = repairHistory(messagesOf(messages));
  return {
    model,
    messages: instructions
      ? [{ id: 'instructions', role: 'system', content: [{ type: 'text', text: instructions }] }, ...history]
      : history,
    tools: [],
    builtinTools: [],
    toolChoice: 'auto',
    ...(output !== undefined && { output: { name: 'output', schema: compileSchema(output).jsonSchema } }),
    settings,
    deltas: onText !== undefined,
    ...(providerOptions && { providerOptions }),
    signal,
  };
}

async function readOutput(
  schema: AnySchema,
  text: string,
  ms: number | false,
  signal: AbortSignal,
): Promise<unknown> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw unfit('the answer is not JSON', text, error);
  }
  const validation = await validated(schema, value, ms, signal);
  if (!validation.ok) throw unfit(formatIssues(validation.issues), text);
  return validation.value;
}

async function validated(
  schema: AnySchema,
  value: unknown,
  ms: number | false,
  signal: AbortSignal,
): Promise<Validation> {
  try {
    return await withDeadline(() => compileSchema(schema).validate(value), { ms, signal });
  } catch (error) {
    signal.throwIfAborted();
    throw foreignError('schema', 'Validating the answer', error);
  }
}

function unfit(problem: string, text: string, cause?: unknown): PegboardError {
  return new PegboardError({
    code: 'invalid-response',
    what: 'The answer does not fit the output schema',
    evidence: `${problem}: ${text.slice(0, 200)}`,
    fix: 'Ask again, or make the schema easier',
    cause,
  });
}
