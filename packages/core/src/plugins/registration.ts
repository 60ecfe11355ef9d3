import type { Hooks } from '../contracts/hooks.ts';
import type { Memory } from '../contracts/memory.ts';
import type {
  ApplySection,
  OfferedService,
  Plugin,
  PluginCommand,
  PluginSection,
} from '../contracts/plugin.ts';
import type { Provider } from '../contracts/provider.ts';
import type { AnyTool } from '../contracts/tool.ts';
import type { Toolset } from '../contracts/toolset.ts';
import type { PluginInstance } from './plugin-instance.ts';

/** All that one set-up of a plugin brings, under the names that it has in the registry. */
export interface Registration {
  readonly name: string;
  readonly plugin: Plugin;
  readonly instance: PluginInstance;
  readonly config: unknown;
  /** The plugins whose services it has taken. */
  readonly uses: ReadonlySet<PluginInstance>;
  readonly tools: readonly AnyTool[];
  /** The tools by the names that the plugin gave them. */
  readonly byOwnName: ReadonlyMap<string, AnyTool>;
  readonly toolsets: readonly Toolset[];
  readonly providers: readonly Provider[];
  readonly memories: Readonly<Record<string, Memory>>;
  readonly hooks: readonly Hooks[];
  readonly sections: ReadonlyMap<string, Claim>;
  readonly commands: readonly PluginCommand[];
  readonly services: readonly OfferedService[];
}

/** A section with what applies it. */
export interface Claim {
  readonly name: string;
  readonly section: PluginSection;
  readonly apply: ApplySection;
  readonly instance: PluginInstance;
}
