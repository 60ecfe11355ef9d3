import type { ToolSet } from 'ai';
import { type AnyTool, ConfigError } from '@pegboard/core';
import type { AiModel } from './ai-types.ts';
import { toAiModel, type ToAiModelOptions } from './model/to-ai-model.ts';
import { toAiTools, type ToAiSdkOptions } from './tools/to-ai-tools.ts';

/** Our tools for `generateText`, `streamText` and agents of the AI SDK, under their names. */
export function toAiSdk(tools: readonly AnyTool[], options?: ToAiSdkOptions): ToolSet;
/** A provider of ours, with the name of a model, as a model of the AI SDK. A `Target` will do. Throws `ConfigError` for anything else. */
export function toAiSdk(target: ToAiModelOptions): AiModel;
export function toAiSdk(
  source: readonly AnyTool[] | ToAiModelOptions,
  options?: ToAiSdkOptions,
): ToolSet | AiModel {
  if (isList(source)) return toAiTools(source, options);
  if (typeof source?.provider?.stream === 'function' && typeof source.model === 'string')
    return toAiModel(source);
  throw new ConfigError({
    what: 'toAiSdk was given neither tools nor a model',
    evidence: 'It is no list, and has no provider with `stream` and no name of a model',
    fix: 'Pass a list of tools, or { provider, model }',
  });
}

function isList(source: readonly AnyTool[] | ToAiModelOptions): source is readonly AnyTool[] {
  return Array.isArray(source);
}
