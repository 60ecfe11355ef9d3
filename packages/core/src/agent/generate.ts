import type { AssistantMessage, Input } from '../contracts/message.ts';
import type { ModelRequest, ModelSettings, Provider } from '../contracts/provider.ts';
import type { AnySchema, InferOutput } from '../contracts/standard-schema.ts';
import type { Usage } from '../contracts/usage.ts';
import { PegboardError } from '../errors/pegboard-error.ts';
import { withDeadline } from '../lib/deadline.ts';
import { createId } from '../lib/id.ts';
import { textOf } from '../messages/builders.ts';
import { messagesOf } from '../messages/check-messages.ts';
import { repairHistory } from '../messages/repair-history.ts';
import { cost } from '../models/usage.ts';
import { compileSchema } from '../schema/compile-schema.ts';
import { formatIssues } from '../schema/format-issues.ts';
import { modelStream } from './model-stream.ts';
import { providerCall, receiveAnswer } from './receive-answer.ts';
import { type RunDefaults, runConfig } from './run-config.ts';

export interface GenerateOptions<S = undefined> extends Pick<
  RunDefaults,
  'settings' | 'providerOptions' | 'timeouts' | 'modelRetries'
> {
  readonly provider: Provider;
  readonly model: string;
  readonly instructions?: string;
  /** A question, its parts, or a conversation. */
  readonly messages: Input;
  /** The answer must be JSON of this schema. */
  readonly output?: S;
  readonly signal?: AbortSignal;
  readonly onText?: (text: string) => void;
}

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
  const { provider, model, onText, output } = options;
  const signal = options.signal ?? new AbortController().signal;
  const config = runConfig(options, {}, true);
  const request = requestFor(options, config.settings, signal);
  const listener = { emit: undefined, ...(onText && { onText }) };
  const answer = await receiveAnswer(modelStream(config)(request), listener, {
    provider: provider.name,
    model,
  });
  const content = answer.parts.map((part) => (part.type === 'tool-call' ? providerCall(part) : part));
  const origin = { provider: provider.name, model };
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
  const dollars = cost(usage, provider.modelInfo?.(model));
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
  const checked = compileSchema(schema).validate(value);
  const validation = await withDeadline(() => checked, { ms, signal });
  if (!validation.ok) throw unfit(formatIssues(validation.issues), text);
  return validation.value;
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
