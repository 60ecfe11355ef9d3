import type { ToolOptions } from '../../contracts/tool.ts';
import { changeTools, deriveTool } from './change-tools.ts';
import type { Derived, ToolSource } from './tool-source.ts';

/** Options that can be set for tools of any input. */
export type SharedToolOptions = Pick<
  ToolOptions,
  | 'timeoutMs'
  | 'maxRetries'
  | 'retry'
  | 'maxCalls'
  | 'maxResultChars'
  | 'concurrency'
  | 'effects'
  | 'trust'
  | 'metadata'
>;

/** Sets options of every tool, in place of the tool's own: `withOptions(remote, { timeoutMs: 5_000, trust: 'untrusted' })`. */
export function withOptions<S extends ToolSource>(source: S, options: SharedToolOptions): Derived<S> {
  return changeTools(source, 'withOptions', (tool) => deriveTool(tool, options));
}
