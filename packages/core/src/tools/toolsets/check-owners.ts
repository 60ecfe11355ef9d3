import type { AnyTool } from '../../contracts/tool.ts';
import { ConfigError } from '../../errors/config-error.ts';
import { isTool } from '../tool-brand.ts';

/** A tool and where it comes from, in words. */
export interface OwnedTool {
  readonly tool: AnyTool;
  readonly owner: string;
}

/** The tools, each once. Throws `ConfigError` when two of them share a name, naming both owners, or one is no tool. */
export function checkOwners(owned: readonly OwnedTool[]): readonly AnyTool[] {
  const seen = new Map<string, OwnedTool>();
  for (const { tool, owner } of owned) {
    if (!isTool(tool)) {
      throw new ConfigError({
        code: 'invalid-tool',
        what: `${capitalised(owner)} holds something that is no tool`,
        fix: 'Make it with defineTool({ name, description, input, execute })',
      });
    }
    const first = seen.get(tool.name);
    if (first && first.tool !== tool) throw clash(tool.name, first.owner, owner);
    if (!first) seen.set(tool.name, { tool, owner });
  }
  return [...seen.values()].map(({ tool }) => tool);
}

function clash(name: string, first: string, second: string): ConfigError {
  return new ConfigError({
    code: 'duplicate-name',
    what: `Two tools are named "${name}"`,
    evidence: first === second ? `both are of ${first}` : `one is of ${first}, the other of ${second}`,
    fix: 'Tell them apart with prefix() or rename(), or leave one out with filter()',
  });
}

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
