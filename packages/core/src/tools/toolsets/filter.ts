import type { AnyTool } from '../../contracts/tool.ts';
import type { Toolset } from '../../contracts/toolset.ts';
import { derive } from './derive.ts';
import { pickTools, type Selection } from './pick-tools.ts';
import type { Derived } from './tool-source.ts';

/** Only the selected tools, unchanged and in their order. Throws `ConfigError` for a name, glob or tag that matches nothing. */
export function filter<S extends Toolset | readonly (AnyTool | Toolset)[]>(
  source: S,
  selection: Selection,
): Derived<S> {
  return derive(source, 'filter', (tools) => pickTools(selection, tools));
}
