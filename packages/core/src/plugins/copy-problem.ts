import type { Plugin } from '../contracts/plugin.ts';
import { otherCopies, thisCopy } from './core-copy.ts';
import { brandOf } from './plugin-brand.ts';
import type { Problem } from './plugin-problem.ts';

/** The copy of core that made the plugin, if it is another than this one. */
export function copyProblem(plugin: Plugin): Problem | undefined {
  const own = thisCopy();
  const brand = brandOf(plugin);
  if (brand?.copy === own.copy) return undefined;
  return {
    cause: `it brings a copy of @pegboard/core of its own (${brand?.core ?? 'unknown version'}; this is ${own.core}); ${otherCopies().length + 1} copies are loaded`,
    hint: 'Make @pegboard/core a peerDependency of the plugin, and run npm dedupe',
  };
}
