import type { ToolOptions } from '../../contracts/tool.ts';
import { unknownName } from '../../errors/unknown-name.ts';
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

const shared: readonly string[] = [
  'timeoutMs',
  'maxRetries',
  'retry',
  'maxCalls',
  'maxResultChars',
  'concurrency',
  'effects',
  'trust',
  'metadata',
] satisfies readonly (keyof SharedToolOptions)[];

/**
 * Sets options of every tool, in place of the tool's own: `withOptions(remote, { timeoutMs: 5_000, trust: 'untrusted' })`.
 * Throws `ConfigError` for an option that is none of these.
 */
export function withOptions<S extends ToolSource>(source: S, options: SharedToolOptions): Derived<S> {
  for (const key of Object.keys(options))
    if (!shared.includes(key)) throw unknownName(`withOptions() has no option "${key}"`, key, shared);
  return changeTools(source, 'withOptions', (tool) => deriveTool(tool, options));
}
