import type { AnyTool } from '../../contracts/tool.ts';
import { checkOwners } from './check-owners.ts';
import { composedId, joinMembers } from './join-members.ts';
import { type Derived, membersOf, ownerName, type ToolSource } from './tool-source.ts';
import { isTool } from '../tool-brand.ts';

type ChangeTools = (tools: readonly AnyTool[]) => readonly AnyTool[];

/** Applies `change` to the tools of a source: at once to plain tools, at each `list` to those of a toolset. */
export function derive<S extends ToolSource>(source: S, caller: string, change: ChangeTools): Derived<S> {
  // The type follows from the same three cases, which the compiler cannot see.
  return deriveAny(source, caller, change) as Derived<S>;
}

function deriveAny(source: ToolSource, caller: string, change: ChangeTools): ToolSource | undefined {
  const members = membersOf(source, caller);
  if (!members.every(isTool)) return joinMembers(composedId(caller, members), members, change);
  const tools = checkOwners(members.map((tool) => ({ tool, owner: ownerName(tool) })));
  const changed = checkOwners(change(tools).map((tool) => ({ tool, owner: `${caller}()` })));
  return Array.isArray(source) ? Object.freeze(changed) : changed[0];
}
