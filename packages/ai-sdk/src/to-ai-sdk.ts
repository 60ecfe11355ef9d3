import type { ToolSet } from 'ai';
import type { AnyTool } from '@pegboard/core';
import type { AiModel } from './ai-types.ts';
import { toAiModel, type ToAiModelOptions } from './model/to-ai-model.ts';
import { toAiTools, type ToAiSdkOptions } from './tools/to-ai-tools.ts';

/** Our tools for `generateText`, `streamText` and agents of the AI SDK, under their names. */
export function toAiSdk(tools: readonly AnyTool[], options?: ToAiSdkOptions): ToolSet;
/** A provider of ours, with the name of a model, as a model of the AI SDK. A `Target` will do. */
export function toAiSdk(target: ToAiModelOptions): AiModel;
export function toAiSdk(
  source: readonly AnyTool[] | ToAiModelOptions,
  options?: ToAiSdkOptions,
): ToolSet | AiModel {
  return isList(source) ? toAiTools(source, options) : toAiModel(source);
}

function isList(source: readonly AnyTool[] | ToAiModelOptions): source is readonly AnyTool[] {
  return Array.isArray(source);
}
