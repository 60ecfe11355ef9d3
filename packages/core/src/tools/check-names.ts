import type { AnyTool } from '../contracts/tool.ts';
import { ConfigError } from '../errors/config-error.ts';
import { describeValue } from '../schema/describe-value.ts';
import { isTool } from './tool-brand.ts';

/** Throws `ConfigError` when something in the list is no tool, or two different tools share a name; `owners` says whose they are. */
export function checkTools(tools: readonly AnyTool[], owners?: ReadonlyMap<AnyTool, string>): void {
  const describeOwned = (tool: AnyTool): string =>
    `"${cutText(tool.description)}" of ${owners?.get(tool) ?? 'the list of tools'}`;
  const seen = new Map<string, AnyTool>();
  for (const tool of tools) {
    if (!isTool(tool)) {
      throw new ConfigError({
        code: 'invalid-tool',
        what: 'The list of tools holds something that is no tool',
        // Whatever it is, it may have a name to find it by.
        evidence: `found ${(tool as AnyTool | null)?.name ?? 'one'} (${describeValue(tool)})`,
        fix: 'Make it with defineTool({ name, description, input, execute })',
      });
    }
    const first = seen.get(tool.name);
    if (first && first !== tool) {
      throw new ConfigError({
        code: 'duplicate-name',
        what: `Two tools are named "${tool.name}"`,
        evidence: `${describeOwned(first)}, and ${describeOwned(tool)}`,
        fix: 'Rename one of them',
      });
    }
    seen.set(tool.name, tool);
  }
}

function cutText(text = ''): string {
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}
