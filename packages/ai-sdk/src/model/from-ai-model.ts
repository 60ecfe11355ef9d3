import type { LanguageModel } from 'ai';
import {
  type BuiltinTool,
  ConfigError,
  type JsonObject,
  type ModelBatch,
  type ModelRequest,
  type ModelSettings,
  type Target,
} from '@pegboard/core';
import type { AiCallOptions, AiModel, AiStreamPart, OlderAiModel } from '../ai-types.ts';
import { renderPrompt } from '../messages/render-prompt.ts';
import { fromCallError } from './from-call-error.ts';
import { olderPrompt } from './older-prompt.ts';
import { readParts } from './read-parts.ts';

/** An AI SDK model as a target of ours: `new Agent({ ...fromAiSdk(model), tools })`. Throws `ConfigError` for a name and for an old model. */
export function fromAiModel(model: LanguageModel): Target {
  if (typeof model === 'string' || model.specificationVersion === 'v2') throw unusable(model);
  const name = model.provider.split('.')[0]?.toLowerCase() || 'ai-sdk';
  const provider = { name, stream: (request: ModelRequest) => stream(model, name, request) };
  return { provider, model: model.modelId };
}

async function* stream(
  model: AiModel | OlderAiModel,
  provider: string,
  request: ModelRequest,
): AsyncGenerator<ModelBatch> {
  const { signal } = request;
  const where = { provider, model: model.modelId };
  const events = readParts(where);
  let reader: ReadableStreamDefaultReader<AiStreamPart> | undefined;
  let done = false;
  try {
    signal.throwIfAborted();
    const options = renderCall(model, provider, request);
    // A model of the older contract takes the older form of files, and sends what the newer one does.
    const answer = await (model as AiModel).doStream(options);
    reader = answer.stream.getReader();
    for (;;) {
      const step = await reader.read();
      done = step.done;
      if (step.done) return;
      const batch = events.read(step.value);
      if (batch.length > 0) yield batch;
    }
  } catch (error) {
    done = true;
    signal.throwIfAborted();
    throw fromCallError(error, where);
  } finally {
    if (!done) void reader?.cancel().catch(() => undefined);
  }
}

function renderCall(model: AiModel | OlderAiModel, provider: string, request: ModelRequest): AiCallOptions {
  const { messages, tools, builtinTools, toolChoice, output, settings, providerOptions, signal } = request;
  const prompt = renderPrompt(messages);
  const called = [
    ...tools.map(({ name, description, inputSchema }) => ({
      type: 'function' as const,
      name,
      description,
      inputSchema: inputSchema as never, // JSON Schema, whatever its types say of drafts
    })),
    ...builtinTools.map((tool) => builtin(tool, provider)),
  ];
  return {
    prompt: model.specificationVersion === 'v3' ? olderPrompt(prompt) : prompt,
    ...renderSettings(settings),
    ...(called.length > 0 && {
      tools: called,
      toolChoice:
        typeof toolChoice === 'string' ? { type: toolChoice } : { type: 'tool', toolName: toolChoice.tool },
    }),
    ...(output && {
      responseFormat: {
        type: 'json',
        schema: output.schema,
        name: output.name,
        ...(output.description !== undefined && { description: output.description }),
      },
    }),
    ...(providerOptions && { providerOptions: { ...providerOptions } }),
    abortSignal: signal,
  };
}

function builtin({ type, ...args }: BuiltinTool, provider: string) {
  const id: `${string}.${string}` = `${provider}.${type}`;
  return { type: 'provider' as const, id, name: type, args: args as JsonObject };
}

function renderSettings(settings: ModelSettings): Partial<AiCallOptions> {
  const { maxTokens, temperature, topP, stop, seed, reasoning } = settings;
  return {
    ...(maxTokens !== undefined && { maxOutputTokens: maxTokens }),
    ...(temperature !== undefined && { temperature }),
    ...(topP !== undefined && { topP }),
    ...(stop && { stopSequences: [...stop] }),
    ...(seed !== undefined && { seed }),
    ...(typeof reasoning === 'string' && { reasoning }),
  };
}

function unusable(model: LanguageModel): ConfigError {
  const isName = typeof model === 'string';
  return new ConfigError({
    what: 'This AI SDK model cannot be used',
    evidence: isName
      ? `"${model}" is a name for a gateway`
      : `${model.modelId} is of the contract ${model.specificationVersion}`,
    fix: isName
      ? 'Pass the model itself, such as openai("gpt-6-astra")'
      : 'Update its package to one for AI SDK 6 or 7',
  });
}
