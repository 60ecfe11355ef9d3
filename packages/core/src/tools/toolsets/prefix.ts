import { ConfigError } from '../../errors/config-error.ts';
import { describeValue } from '../../schema/describe-value.ts';
import { renamedTool } from './renamed-tool.ts';
import { changeTools } from './change-tools.ts';
import type { Derived, ToolSource } from './tool-source.ts';

/** Puts `before` and `_` in front of every name: `prefix(files, 'fs')` makes `read` `fs_read`. Throws `ConfigError` when a name gets longer than 64. */
export function prefix<S extends ToolSource>(source: S, before: string): Derived<S> {
  if (typeof before !== 'string' || before === '')
    throw new ConfigError({
      what: 'prefix() needs the text to put in front of the names',
      evidence: `got ${describeValue(before)}`,
    });
  const scope = {};
  return changeTools(source, 'prefix', (tool) => renamedTool(tool, `${before}_${tool.name}`, scope));
}
