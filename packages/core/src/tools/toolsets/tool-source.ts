import type { AnyTool } from '../../contracts/tool.ts';
import type { Toolset } from '../../contracts/toolset.ts';
import { ConfigError } from '../../errors/config-error.ts';
import { isTool } from '../tool-brand.ts';

/** What the functions on toolsets take: one tool, a toolset, or a list of both. */
export type ToolSource = AnyTool | Toolset | readonly (AnyTool | Toolset)[];

/** A toolset made from others. Disposing of it disposes of them; an agent never does. */
export interface DerivedToolset extends Toolset {
  readonly id: string;
  [Symbol.asyncDispose](): PromiseLike<void>;
}

/** What comes back is what went in: a tool for a tool, a list for a list of tools, a toolset where a toolset is among them. */
export type Derived<S> = S extends AnyTool
  ? S
  : S extends readonly AnyTool[]
    ? readonly S[number][]
    : DerivedToolset;

export function isToolset(value: unknown): value is Toolset {
  return typeof (value as Toolset | null | undefined)?.list === 'function';
}

/** The members of a source. Throws `ConfigError` for what is neither tool nor toolset. */
export function membersOf(source: ToolSource, caller: string): readonly (AnyTool | Toolset)[] {
  const members: readonly unknown[] = Array.isArray(source) ? source : [source];
  const strange = members.findIndex((member) => !isTool(member) && !isToolset(member));
  // Checked one by one.
  if (strange < 0) return members as readonly (AnyTool | Toolset)[];
  throw new ConfigError({
    code: 'invalid-tool',
    what: `${caller}() takes a tool, a toolset or a list of them`,
    evidence: `found ${members[strange] === null ? 'null' : typeof members[strange]}`,
    fix: 'Make tools with defineTool({ … })',
  });
}

/** How messages call the place that a tool comes from. */
export function ownerName(member: AnyTool | Toolset): string {
  if (isTool(member)) return 'the list of tools';
  return `toolset "${member.id ?? 'without id'}"`;
}
