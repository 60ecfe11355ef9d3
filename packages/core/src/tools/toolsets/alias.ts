import type { AnyTool } from '../../contracts/tool.ts';

/** A name that a tool had before its source was renamed. The scope is the same for all tools of that source. */
interface Alias {
  readonly scope: object;
  readonly name: string;
}

interface Aliased {
  /** The oldest name first. */
  readonly '~aliases'?: readonly Alias[];
}

/** The member that keeps a tool's present name when it gets another. */
export function aliasOf(tool: AnyTool & Aliased, scope: object): Aliased {
  return { '~aliases': [...(tool['~aliases'] ?? []), { scope, name: tool.name }] };
}

/** The tool that `caller` means by a name: one that was written beside it and renamed with it comes before the names of the turn. */
export function namedBeside(
  tools: ReadonlyMap<string, AnyTool & Aliased>,
  caller: (AnyTool & Aliased) | undefined,
  name: string,
): AnyTool | undefined {
  for (const { scope } of caller?.['~aliases'] ?? []) {
    for (const tool of tools.values())
      if (tool['~aliases']?.some((alias) => alias.scope === scope && alias.name === name)) return tool;
  }
  return tools.get(name);
}
