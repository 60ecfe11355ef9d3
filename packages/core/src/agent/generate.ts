import type { AssistantMessage } from '../contracts/message.ts';
import type { ModelRequest, ModelSettings, OutputSpec } from '../contracts/provider.ts';
import type { AnySchema, InferOutput } from '../contracts/standard-schema.ts';
import type { Usage } from '../contracts/usage.ts';
import { PegboardError } from '../errors/pegboard-error.ts';
import { createId } from '../lib/id.ts';
import { textOf } from '../messages/builders.ts';
import { messagesOf } from '../messages/check-messages.ts';
import { repairHistory } from '../messages/repair-history.ts';
import { costOf } from '../models/usage.ts';
import { checkGenerateOptions } from './check-generate.ts';
import type { GenerateOptions } from './generate-options.ts';
import { modelStream } from './model-stream.ts';
import { providerCall, receiveAnswer } from './receive-answer.ts';
import { runConfig } from './run-config.ts';
import { onDemand } from './load-on-demand.ts';

export interface Generated<T> {
  /** Without the JSON of an `output`. */
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
  const { provider, model, onText, output, ...rest } = options;
  const signal = options.signal ?? new AbortController().signal;
  const config = runConfig({ provider, model, ...rest, ...(output !== undefined && { output }) }, {}, true);
  const typed = config.output && (await onDemand()).typedOutput(config.output, config);
  const request = requestFor(options, config.settings, typed?.spec, signal);
  const listener = { emit: undefined, ...(onText && { onText }) };
  const answer = await receiveAnswer(
    modelStream(config, typed?.lower)(request),
    typed?.listen(listener) ?? listener,
    { provider: provider.name, model },
  );
  if (!answer || answer.finish.unified === 'error')
    throw (await onDemand()).answerFault(answer, { provider: provider.name, model });
  const content = answer.parts.map((part) => (part.type === 'tool-call' ? providerCall(part) : part));
  const { finish, usage, origin } = answer;
  const message: AssistantMessage = {
    id: createId('msg'),
    role: 'assistant',
    content,
    origin,
    finish,
    usage,
  };
  const written = { text: textOf(message) };
  const { text } = typed?.withoutJson(written) ?? written;
  const dollars = costOf(options, answer);
  const reading = await typed?.read([message], { hookMs: config.timeouts.hookMs, signal });
  if (reading?.ok === false) throw unfit(reading.problem, written.text);
  const value = reading?.value;
  // `value` was validated by the schema that gives the type.
  return { text, output: value as never, message, usage, ...(dollars !== undefined && { cost: dollars }) };
}

function requestFor(
  options: GenerateOptions<AnySchema | undefined>,
  settings: ModelSettings,
  output: OutputSpec | undefined,
  signal: AbortSignal,
): ModelRequest {
  const { model, instructions, messages, providerOptions, resolveMedia, onText } = options;
  const history = repairHistory(messagesOf(messages));
  return {
    model,
    messages: instructions
      ? [{ id: 'instructions', role: 'system', content: [{ type: 'text', text: instructions }] }, ...history]
      : history,
    tools: [],
    builtinTools: [],
    toolChoice: 'auto',
    ...(output && { output }),
    settings,
    deltas: onText !== undefined,
    ...(providerOptions && { providerOptions }),
    ...(resolveMedia && { resolveMedia }),
    signal,
  };
}

function unfit(problem: string, text: string): PegboardError {
  return new PegboardError({
    code: 'invalid-response',
    what: 'The answer does not fit the output schema',
    evidence: `${problem}: ${text.slice(0, 200)}`,
    fix: 'Ask again, or make the schema easier; an Agent asks again itself',
  });
}
