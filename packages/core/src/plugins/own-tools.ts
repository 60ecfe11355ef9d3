import type { AnyTool } from '../contracts/tool.ts';
import type { Toolset } from '../contracts/toolset.ts';
import { deriveTool } from '../tools/toolsets/change-tools.ts';
import { joinMembers } from '../tools/toolsets/join-members.ts';
import { renamedTool } from '../tools/toolsets/renamed-tool.ts';
import { wrapCalls } from '../tools/toolsets/wrap-calls.ts';
import type { PluginInstance } from './plugin-instance.ts';

/** A tool as a registry holds it: under the plugin's namespace and version, refused once the plugin has left. */
export type OwnTool = (tool: AnyTool) => AnyTool;

/** `namespace_name`; a name that begins with the namespace has it already. */
function spacedName(namespace: string, name: string): string {
  return namespace === '' || name.startsWith(`${namespace}_`) ? name : `${namespace}_${name}`;
}

export function ownTools(instance: PluginInstance, namespace: string): OwnTool {
  const scope = {};
  const { version } = instance.plugin;
  return (tool) => {
    const name = spacedName(namespace, tool.name);
    const named = name === tool.name ? tool : renamedTool(tool, name, scope);
    const versioned =
      version === undefined || named.version !== undefined ? named : deriveTool(named, { version });
    return wrapCalls(versioned, ({ signal }, next) => instance.serve(next, signal));
  };
}

/** The same for what a toolset lists; the same tool gives the same changed tool. */
export function ownToolset(toolset: Toolset, plugin: string, own: OwnTool): Toolset {
  const known = new WeakMap<AnyTool, AnyTool>();
  const changed = (tool: AnyTool): AnyTool => {
    const made = known.get(tool) ?? own(tool);
    known.set(tool, made);
    return made;
  };
  return joinMembers(toolset.id ?? plugin, [toolset], (tools) => tools.map(changed));
}
