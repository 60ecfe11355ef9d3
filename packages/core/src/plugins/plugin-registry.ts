import type { Agent } from '../agent/agent.ts';
import type { JsonValue } from '../contracts/json.ts';
import type { Memory } from '../contracts/memory.ts';
import type { Plugin, PluginDiagnostic, PluginInfo, ServiceToken } from '../contracts/plugin.ts';
import type { Provider, Target } from '../contracts/provider.ts';
import type { SchemaFit } from '../contracts/schema-dialect.ts';
import type { AnyTool } from '../contracts/tool.ts';
import type { Toolset } from '../contracts/toolset.ts';
import { ConfigError } from '../errors/config-error.ts';
import type { ToolSelector } from '../tools/select-tools.ts';
import { type Board, createBoard, type OwnThings } from './board.ts';
import { DiagnosticLog } from './diagnostic-log.ts';
import { findNamed, findProvider, findSlot, findTarget, findTools, slotNamed } from './find.ts';
import { PluginList } from './plugin-list.ts';
import type { Claim } from './registration.ts';
import type {
  AgentSpec,
  ClaimedSection,
  OwnedCommand,
  PluginEntry,
  Registry,
  RegistryOptions,
  Swapped,
} from './registry.ts';
import { type AgentSource, RegistryAgent } from './registry-agent.ts';
import {
  checkOptions,
  entryOf,
  excuseOf,
  hostOf,
  inherited,
  ownersOf,
  ownThings,
  requireAll,
} from './registry-options.ts';
import { schemaFits } from './schema-fits.ts';
import type { Services } from './service-desk.ts';
import { infoOf, type Slot } from './slot.ts';

/** The registry behind `createRegistry`, which its contract describes. */
export class PluginRegistry implements Registry {
  readonly #parent: PluginRegistry | undefined;
  readonly #options: RegistryOptions;
  readonly #own: OwnThings;
  readonly #end = new AbortController();
  readonly #log: DiagnosticLog;
  readonly #list: PluginList;
  readonly #source: AgentSource;
  readonly #children = new Set<PluginRegistry>();
  #made: { readonly board: Board; readonly outer: Board | undefined; readonly version: number } | undefined;
  #left: Promise<void> | undefined;

  constructor(options: RegistryOptions, parent?: PluginRegistry) {
    checkOptions(options);
    this.#parent = parent;
    this.#options = options;
    this.#own = ownThings(options);
    this.#log = new DiagnosticLog(options);
    const host = hostOf(options, this.#end.signal);
    this.#list = new PluginList({
      host,
      log: this.#log,
      owners: ownersOf(this.#own),
      services: () => this.#outerServices(),
    });
    const { slots } = this.#list;
    this.#source = { host, board: () => this.#board(), excuse: () => excuseOf(slots) };
    for (const plugin of options.plugins ?? []) this.#list.add(entryOf(plugin));
  }

  provider(name: string): Provider {
    return findProvider(this.#board(), name, this.#source.excuse);
  }

  model(id: string): Target {
    return findTarget(this.#board(), id, this.#source.excuse);
  }

  tools(selectors?: readonly ToolSelector[]): readonly AnyTool[] {
    const board = this.#board();
    return selectors ? findTools(board, selectors, this.#source.excuse) : [...board.tools.values()];
  }

  memory(name: string): Memory {
    const { excuse } = this.#source;
    const remedy = 'Add one: createRegistry({ memories: { … } })';
    return findNamed('memory', this.#board().memories, name, { remedy, excuse });
  }

  service<T>({ service }: ServiceToken<T>): T {
    const { excuse } = this.#source;
    const remedy = 'Add the plugin that offers it';
    // Tokens of one name are of one type.
    return findNamed('service', this.#board().services, service, { remedy, excuse }).value as T;
  }

  get toolsets(): readonly Toolset[] {
    return this.#board().toolsets;
  }

  get providers(): readonly Provider[] {
    return [...this.#board().providers.values()];
  }

  get commands(): readonly OwnedCommand[] {
    return [...this.#board().commands.values()];
  }

  get sections(): readonly ClaimedSection[] {
    return [...this.#board().sections.values()].map(claimed);
  }

  agent<T = JsonValue>(spec: AgentSpec<T>): Agent<T> {
    return new RegistryAgent(this.#source, spec);
  }

  async resolveAgent<T = JsonValue>(spec: AgentSpec<T>): Promise<Agent<T>> {
    await this.#settled();
    return new RegistryAgent(this.#source, spec).resolve();
  }

  get plugins(): readonly PluginInfo[] {
    return this.#list.slots.map(infoOf);
  }

  get(name: string): PluginInfo | undefined {
    const slot = this.#slot(name);
    return slot && infoOf(slot);
  }

  get diagnostics(): readonly PluginDiagnostic[] {
    return this.#log.entries;
  }

  get schemas(): readonly SchemaFit[] {
    return schemaFits(this.#board());
  }

  add(plugin: Plugin | PluginEntry): () => Promise<void> {
    this.#end.signal.throwIfAborted();
    const slot = this.#list.add(entryOf(plugin));
    return () => this.#list.remove(slot);
  }

  async remove(name: string): Promise<void> {
    const slot = this.#slot(name);
    if (slot) await this.#list.remove(slot);
  }

  async swap(plugin: string | Plugin, next: Plugin | PluginEntry): Promise<Swapped> {
    this.#end.signal.throwIfAborted();
    return this.#list.swap(findSlot(this.#list.slots, plugin), entryOf(next));
  }

  async ready(): Promise<void> {
    await this.#settled();
    requireAll(this.#list.slots, this.#log);
  }

  child(options: RegistryOptions = {}): Registry {
    this.#end.signal.throwIfAborted();
    const child = new PluginRegistry({ ...inherited(this.#options), ...options }, this);
    this.#children.add(child);
    return child;
  }

  dispose(): Promise<void> {
    return (this.#left ??= this.#leave());
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.dispose();
  }

  async #leave(): Promise<void> {
    await Promise.all([...this.#children].map((child) => child.dispose()));
    this.#end.abort(disposedError());
    await this.#list.dispose();
    if (this.#parent) this.#parent.#children.delete(this);
  }

  async #settled(): Promise<void> {
    if (this.#parent) await this.#parent.#settled();
    await this.#list.settled();
  }

  #slot(name: string): Slot | undefined {
    return slotNamed(this.#list.slots, name);
  }

  /** What there is now; made anew when plugins have changed, here or further out. */
  #board(): Board {
    this.#end.signal.throwIfAborted();
    const outer = this.#parent && this.#parent.#board();
    const { version, registrations } = this.#list;
    if (this.#made?.outer !== outer || this.#made?.version !== version)
      this.#made = { board: createBoard(outer, this.#own, registrations), outer, version };
    return this.#made.board;
  }

  #outerServices(): Services {
    const services = this.#parent ? [...this.#parent.#board().services] : [];
    return new Map(services.map(([name, service]) => [name, { ...service, outer: true }]));
  }
}

function claimed({ name, section, instance }: Claim): ClaimedSection {
  const { description, schema, at } = section;
  return {
    name,
    plugin: instance.name,
    ...(description !== undefined && { description }),
    ...(schema && { schema }),
    ...(at && { at }),
  };
}

function disposedError(): ConfigError {
  return new ConfigError({
    code: 'invalid-state',
    what: 'The registry has been disposed of',
    fix: 'Dispose of it when nothing of it is needed any more',
  });
}
