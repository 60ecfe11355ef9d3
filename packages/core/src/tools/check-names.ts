import type { AnyTool } from '../contracts/tool.ts';
import type { Toolset } from '../contracts/toolset.ts';
import { ConfigError } from '../errors/config-error.ts';
import { describeValue, quote } from '../schema/describe-value.ts';
import { isTool } from './tool-brand.ts';

/**
 * Throws `ConfigError` when something in the list is no tool, nor what `besides` lets pass, or two different tools share a name; `owners` says
 * whose they are.
 */
export function checkTools(
  tools: readonly (AnyTool | Toolset)[],
  owners?: ReadonlyMap<AnyTool, string>,
  besides?: (each: unknown) => boolean,
): void {
  const describeOwned = (tool: AnyTool): string =>
    `${quote(tool.description)} of ${owners?.get(tool) ?? 'the list of tools'}`;
  // A short list is looked through sooner than a table is made.
  const seen = tools.length > 8 && new Map<string, AnyTool>();
  for (const tool of tools) {
    if (!isTool(tool)) {
      if (besides?.(tool)) continue;
      throw new ConfigError({
        code: 'invalid-tool',
        what: 'The list of tools holds something that is no tool',
        // Whatever it is, it may have a name to find it by.
        evidence: `found ${(tool as Partial<AnyTool> | null)?.name ?? 'one'} (${describeValue(tool)})`,
        fix: 'Make it with defineTool({ … })',
      });
    }
    const first = seen
      ? seen.get(tool.name)
      : tools.find((one): one is AnyTool => (one as Partial<AnyTool>).name === tool.name && isTool(one));
    if (first && first !== tool) {
      throw new ConfigError({
        code: 'duplicate-name',
        what: `Two tools are named "${tool.name}"`,
        evidence: `${describeOwned(first)}, and ${describeOwned(tool)}`,
        fix: 'Rename one of them',
      });
    }
    if (seen) seen.set(tool.name, tool);
  }
}
