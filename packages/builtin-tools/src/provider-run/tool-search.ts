import type { BuiltinTool } from '@pegboard/core';
import { type DeclarationOptions, declareBuiltin } from '../declare/declare-builtin.ts';

/** Each option is followed by the providers that take it. */
export interface ToolSearchOptions extends DeclarationOptions {
  /** Names of tools of yours that the model is not shown until it finds them. openai, anthropic */
  readonly deferred: readonly string[];
  /** By words (`bm25`, the default) or by regular expressions. anthropic */
  readonly variant?: 'bm25' | 'regex';
  /** Date of the tool's version. anthropic */
  readonly version?: string;
}

/** The model looks for tools among those that it is not shown: for agents with very many of them. */
export function toolSearch(options: ToolSearchOptions): BuiltinTool {
  return declareBuiltin('tool_search', options);
}
