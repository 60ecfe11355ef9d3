import type { AnyTool, PrepareContext } from '../../contracts/tool.ts';
import type { Toolset } from '../../contracts/toolset.ts';
import { ConfigError } from '../../errors/config-error.ts';
import { isTool } from '../tool-brand.ts';
import { checkOwners, type OwnedTool } from './check-owners.ts';
import { disposeAll } from './dispose-all.ts';
import { openOnce } from './open-once.ts';
import { type DerivedToolset, isToolset, ownerName } from './tool-source.ts';

type Member = AnyTool | Toolset;

/** One toolset of several tools and toolsets, in their order; `change` has the last word on its tools. */
export function joinMembers(
  id: string,
  members: readonly Member[],
  change: (tools: readonly AnyTool[]) => readonly AnyTool[],
): DerivedToolset {
  const toolsets = [...new Set(members.filter(isToolset))];
  let disposed = false;
  const checkOpen = (): void => {
    if (disposed) throw gone(id);
  };
  return Object.freeze<DerivedToolset>({
    id,
    async open(ctx) {
      checkOpen();
      await Promise.all(toolsets.map((toolset) => openOnce(toolset, ctx)));
    },
    async list(ctx) {
      checkOpen();
      const owned = await Promise.all(members.map((member) => ownedBy(member, ctx)));
      const changed = change(checkOwners(owned.flat()));
      return Object.freeze(checkOwners(changed.map((tool) => ({ tool, owner: `toolset "${id}"` }))));
    },
    async [Symbol.asyncDispose]() {
      if (disposed) return;
      disposed = true;
      await disposeAll(toolsets);
    },
  });
}

async function ownedBy(member: Member, ctx: PrepareContext): Promise<readonly OwnedTool[]> {
  const owner = ownerName(member);
  if (isTool(member)) return [{ tool: member, owner }];
  const tools: unknown = await member.list(ctx);
  if (Array.isArray(tools)) return tools.map((tool: AnyTool) => ({ tool, owner }));
  throw new ConfigError({
    code: 'invalid-tool',
    what: `The list of ${owner} is no array`,
    evidence: `got ${typeof tools}`,
  });
}

function gone(id: string): ConfigError {
  return new ConfigError({
    what: `Toolset "${id}" has been disposed of`,
    fix: 'Dispose of it when no agent uses it any more',
  });
}

/** `prefix(files)`, `merge(files, mail)`: what a derived toolset is called in messages. */
export function composedId(name: string, members: readonly Member[]): string {
  const names = members.map((member) => (isTool(member) ? member.name : (member.id ?? 'toolset')));
  const shown = names.length > 4 ? [...names.slice(0, 3), `${names.length - 3} more`] : names;
  return `${name}(${shown.join(', ')})`;
}
