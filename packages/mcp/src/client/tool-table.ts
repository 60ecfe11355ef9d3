import type { Tool as ListedTool } from '@modelcontextprotocol/client';
import type { AnyTool } from '@pegboard/core';
import { defineMcpTool, type McpToolSource } from './define-mcp-tool.ts';
import { isSelected, unmatched } from './select-names.ts';
import { toolNames } from './tool-names.ts';

/** The tools of one server as they were last listed; one that has not changed stays the same object. */
export interface ToolTable {
  /** `hasResources`: whether the server has resources to look at. */
  readonly update: (listed: readonly ListedTool[], hasResources: boolean) => void;
  readonly tools: () => readonly AnyTool[];
}

interface Entry {
  readonly text: string;
  readonly tool: AnyTool | undefined;
}

/** `extra`: further tools, for servers with resources. */
export function createToolTable(source: McpToolSource, extra: readonly AnyTool[]): ToolTable {
  const { options } = source.spec;
  const prefix = prefixOf(options);
  const reserved = new Set(extra.map(({ name }) => name));
  let entries = new Map<string, Entry>();
  let tools: readonly AnyTool[] = [];
  let complained = '';
  return {
    tools: () => tools,
    update(listed, hasResources) {
      const own = listed.map(({ name }) => name);
      const stray = unmatched(own, options).join(', ');
      if (stray !== '' && stray !== complained) {
        source.report(`No tool is named ${stray}; there are ${own.slice(0, 20).join(', ') || 'none'}`);
      }
      complained = stray;
      const chosen = listed.filter(({ name }) => isSelected(name, options));
      const names = toolNames(
        chosen.map(({ name }) => name),
        prefix,
        reserved,
      );
      const next = new Map<string, Entry>();
      for (const tool of chosen) {
        const name = names.get(tool.name);
        if (name === undefined || next.has(tool.name)) continue;
        const text = JSON.stringify([name, tool]);
        const known = entries.get(tool.name);
        const fresh = (): Entry => ({ text, tool: defineMcpTool(tool, name, source) });
        next.set(tool.name, known?.text === text ? known : fresh());
      }
      const found = [...next.values()].flatMap(({ tool }) => tool ?? []);
      entries = next;
      tools = sameOrNew(tools, hasResources ? [...found, ...extra] : found);
    },
  };
}

export function prefixOf({
  name,
  prefix = name,
}: {
  readonly name?: string;
  readonly prefix?: string | false;
}): string | undefined {
  return prefix === false || prefix === '' ? undefined : prefix;
}

function sameOrNew(before: readonly AnyTool[], now: readonly AnyTool[]): readonly AnyTool[] {
  const isSame = before.length === now.length && before.every((tool, index) => tool === now[index]);
  return isSame ? before : Object.freeze(now);
}
