import type { AnyTool } from '../../contracts/tool.ts';
import { derive } from './derive.ts';
import { type Derived, type DerivedToolset, membersOf, type ToolSource } from './tool-source.ts';

/** All that was merged: a list where all are plain tools, otherwise a toolset. */
export type Merged<S> = S extends readonly (AnyTool | readonly AnyTool[])[]
  ? readonly AnyTool[]
  : DerivedToolset;

/** One toolset, or one list of tools, of several. Two tools of one name are a `ConfigError` that names both owners; the same tool twice counts once. */
export function merge<S extends readonly ToolSource[]>(...sources: S): Merged<S> {
  const members = sources.flatMap((source) => membersOf(source, 'merge'));
  const merged: Derived<typeof members> = derive(members, 'merge', (tools) => tools);
  // The type follows from the same two cases, which the compiler cannot see.
  return merged as DerivedToolset | readonly AnyTool[] as Merged<S>;
}
