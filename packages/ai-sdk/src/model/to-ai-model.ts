import {
  type JsonObject,
  type MediaResolver,
  type ModelBatch,
  type ModelRequest,
  type ModelSettings,
  type Provider,
  repairHistory,
} from '@pegboard/core';
import { type TimeoutOptions, withTimeout } from '@pegboard/core/models';
import type { AiCallOptions, AiModel, AiStreamPart, AiWarning } from '../ai-types.ts';
import { readPrompt } from '../messages/read-prompt.ts';
import { collectContent } from './collect-content.ts';
import { toCallError } from './call-error.ts';
import { readChoice, readTools } from './read-tools.ts';
import { streamParts } from './stream-parts.ts';

export interface ToAiModelOptions {
  readonly provider: Provider;
  readonly model: string;
  /** For what a call leaves unsaid. */
  readonly settings?: ModelSettings;
  readonly resolveMedia?: MediaResolver;
  /** Default: 30 s to the first piece and between two; 10 minutes for an answer in one. `false`: none. */
  readonly timeouts?: TimeoutOptions | false;
  /** Media types, and addresses of them that the model fetches itself; the AI SDK downloads the others. Default: it downloads all. */
  readonly supportedUrls?: Record<string, RegExp[]>;
}

/** One of our providers as a model of the AI SDK, for `generateText`, `streamText` and agents. Retries are the AI SDK's (`maxRetries`). */
export function toAiModel(options: ToAiModelOptions): AiModel {
  const { model, timeouts = {}, supportedUrls = {} } = options;
  const provider = timeouts === false ? options.provider : withTimeout(options.provider, timeouts);
  return {
    specificationVersion: 'v4',
    provider: provider.name,
    modelId: model,
    supportedUrls,
    async doGenerate(call) {
      const { request, warnings } = readCall(call, options, false);
      return inItsWords(request, async () => {
        const content = collectContent({ provider: provider.name, model }, request.tools);
        for await (const batch of provider.stream(request)) for (const event of batch) content.add(event);
        return content.end(warnings);
      });
    },
    async doStream(call) {
      const { request, warnings } = readCall(call, options, true);
      const iterator = provider.stream(request)[Symbol.asyncIterator]();
      // What fails before the first piece rejects the call, so that the AI SDK can try again.
      const first = await inItsWords(request, () => iterator.next());
      return { stream: toStream(iterator, first, request, warnings, { provider: provider.name, model }) };
    },
  };
}

async function inItsWords<T>(request: ModelRequest, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    request.signal.throwIfAborted();
    throw toCallError(error);
  }
}

function toStream(
  iterator: AsyncIterator<ModelBatch>,
  first: IteratorResult<ModelBatch>,
  request: ModelRequest,
  warnings: readonly AiWarning[],
  origin: { readonly provider: string; readonly model: string },
): ReadableStream<AiStreamPart> {
  const parts = streamParts(origin, request.tools, warnings);
  let next: IteratorResult<ModelBatch> | undefined = first;
  return new ReadableStream<AiStreamPart>({
    async pull(controller) {
      try {
        // A stream whose pull gives nothing is not pulled again.
        for (let told = 0; told === 0;) {
          const step = next ?? (await iterator.next());
          next = undefined;
          const pieces = step.done ? parts.end() : parts.add(step.value);
          for (const piece of pieces) controller.enqueue(piece);
          told = pieces.length;
          if (step.done) controller.close();
        }
      } catch (error) {
        if (request.signal.aborted) {
          controller.error(request.signal.reason);
          return;
        }
        controller.enqueue({ type: 'error', error: toCallError(error) });
        controller.close();
      }
    },
    async cancel() {
      await iterator.return?.();
    },
  });
}

/** What the AI SDK asks, as a request of ours, and what of it cannot be sent. */
function readCall(
  call: AiCallOptions,
  { provider, model, settings, resolveMedia }: ToAiModelOptions,
  deltas: boolean,
): { readonly request: ModelRequest; readonly warnings: readonly AiWarning[] } {
  const { responseFormat, abortSignal, providerOptions } = call;
  const { tools, builtinTools } = readTools(call.tools);
  const own = providerOptions?.['pegboard'];
  const schema = responseFormat?.type === 'json' ? responseFormat.schema : undefined;
  const request: ModelRequest = {
    model,
    messages: repairHistory(readPrompt(call.prompt)),
    tools,
    builtinTools,
    toolChoice: readChoice(call.toolChoice),
    ...(schema &&
      responseFormat?.type === 'json' && {
        output: {
          name: responseFormat.name ?? 'response',
          ...(responseFormat.description !== undefined && { description: responseFormat.description }),
          schema: schema as JsonObject,
        },
      }),
    settings: { ...settings, ...readSettings(call) },
    deltas,
    ...(own && { providerOptions: { [provider.name]: own } }),
    ...(resolveMedia && { resolveMedia }),
    signal: abortSignal ?? new AbortController().signal,
  };
  return { request, warnings: warningsOf(call) };
}

function readSettings(call: AiCallOptions): ModelSettings {
  const { maxOutputTokens, temperature, topP, stopSequences, seed, reasoning } = call;
  const effort = reasoning === 'xhigh' ? 'max' : reasoning;
  return {
    ...(maxOutputTokens !== undefined && { maxTokens: maxOutputTokens }),
    ...(temperature !== undefined && { temperature }),
    ...(topP !== undefined && { topP }),
    ...(stopSequences && { stop: stopSequences }),
    ...(seed !== undefined && { seed }),
    ...(effort !== undefined && effort !== 'provider-default' && { reasoning: effort }),
  };
}

function warningsOf(call: AiCallOptions): readonly AiWarning[] {
  const { topK, presencePenalty, frequencyPenalty, responseFormat, headers = {} } = call;
  const given = {
    topK,
    presencePenalty,
    frequencyPenalty,
    headers: Object.keys(headers).some((name) => name.toLowerCase() !== 'user-agent') || undefined,
    'responseFormat without a schema':
      responseFormat?.type === 'json' && !responseFormat.schema ? true : undefined,
  };
  const details = 'The model is not told of it; keys for the request body go into providerOptions.pegboard.';
  return Object.entries(given).flatMap(([feature, value]): AiWarning[] =>
    value === undefined ? [] : [{ type: 'unsupported', feature, details }],
  );
}
