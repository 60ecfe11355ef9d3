import type { BuiltinTool, JsonObject } from '@pegboard/core';
import { type DeclarationOptions, declareBuiltin } from '../declare/declare-builtin.ts';

/** Each option is followed by the providers that take it. Gemini takes none. */
export interface CodeExecutionOptions extends DeclarationOptions {
  /** Id of a container that is there already. openai */
  readonly container?: string;
  /** Files that the code can read. openai */
  readonly fileIds?: readonly string[];
  /** openai */
  readonly memoryLimit?: '1g' | '4g' | '16g' | '64g';
  /** What the code can reach. openai */
  readonly networkPolicy?: { readonly type: 'disabled' } | ({ readonly type: 'allowlist' } & JsonObject);
  /** Who may call it. anthropic */
  readonly allowedCallers?: readonly string[];
  /** Date of the tool's version. anthropic */
  readonly version?: string;
}

/** The provider runs code that the model writes, in a container of its own. Code and output come back as a call and its result. */
export function codeExecution(options: CodeExecutionOptions = {}): BuiltinTool {
  return declareBuiltin('code_execution', options);
}
