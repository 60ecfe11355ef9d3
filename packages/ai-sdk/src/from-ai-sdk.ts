import type { LanguageModel, ToolSet } from 'ai';
import type { AnyTool, Target } from '@pegboard/core';
import type { SharedToolOptions } from '@pegboard/core/tools';
import { fromAiModel } from './model/from-ai-model.ts';
import { fromAiTools } from './tools/from-ai-tools.ts';

/** A model of the AI SDK for our agents: `new Agent({ ...fromAiSdk(model), tools })`. */
export function fromAiSdk(model: LanguageModel): Target;
/** Tools of the AI SDK as ours, named by their keys. */
export function fromAiSdk(tools: ToolSet, options?: SharedToolOptions): readonly AnyTool[];
export function fromAiSdk(
  source: LanguageModel | ToolSet,
  options?: SharedToolOptions,
): Target | readonly AnyTool[] {
  return isModel(source) ? fromAiModel(source) : fromAiTools(source, options);
}

function isModel(source: LanguageModel | ToolSet): source is LanguageModel {
  return typeof source === 'string' || typeof source['specificationVersion'] === 'string';
}
