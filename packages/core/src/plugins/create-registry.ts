import type { Agent } from '../agent/agent.ts';
import type { JsonValue } from '../contracts/json.ts';
import type { Plugin } from '../contracts/plugin.ts';
import { ConfigError } from '../errors/config-error.ts';
import { type Board, createBoard, type OwnThings } from './board.ts';
import { DiagnosticLog } from './diagnostic-log.ts';
import { findNamed, findProvider, findTarget, findTools } from './find.ts';
import { PluginList } from './plugin-list.ts';
import type { Claim } from './registration.ts';
import type { AgentSpec, ClaimedSection, Registry, RegistryOptions } from './registry.ts';
import { RegistryAgent } from './registry-agent.ts';
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
import type { Service } from './service-desk.ts';
import { infoOf, type Slot } from './slot.ts';

/**
 * Makes a registry. Plugins are set up from then on: await `ready()` before asking for what they bring. Throws `ConfigError` when two providers or two
 * tools of the application share a name, and for options that are none; a plugin that fails is a diagnostic.
 */
export function createRegistry(options: RegistryOptions = {}): Registry {
  return registryIn(undefined, options);
}

/** What a child needs of the registry that it is in. */
interface Parent {
  readonly board: () => Board;
  readonly options: RegistryOptions;
  readonly settled: () => Promise<void>;
  readonly children: Set<Registry>;
}

function registryIn(parent: Parent | undefined, options: RegistryOptions): Registry {
  checkOptions(options);
  const own = ownThings(options);
  const controller = new AbortController();
  const log = new DiagnosticLog(options);
  const host = hostOf(options, controller.signal);
  const children = new Set<Registry>();
  const settled = async (): Promise<void> => {
    await parent?.settled();
    await list.settled();
  };
  const services = (): Board['services'] => outerServices(parent);
  const list = new PluginList({ host, log, owners: ownersOf(own), services });
  const board = boardOf(parent, own, list, controller.signal);
  const excuse = (): string | undefined => excuseOf(list.slots);
  const source = { board, host, excuse };
  const slotOf = (name: string): Slot | undefined => list.slots.find((slot) => slot.name === name);
  let disposed: Promise<void> | undefined;
  const dispose = async (): Promise<void> => {
    await Promise.all([...children].map((child) => child.dispose()));
    controller.abort(disposedError());
    await list.dispose();
    parent?.children.delete(registry);
  };
  const registry: Registry = {
    provider: (name) => findProvider(board(), name, excuse),
    model: (id) => findTarget(board(), id, excuse),
    tools: (selectors) => (selectors ? findTools(board(), selectors, excuse) : [...board().tools.values()]),
    memory: (name) =>
      findNamed('memory', board().memories, name, {
        remedy: 'Add one: createRegistry({ memories })',
        excuse,
      }),
    // Tokens of one name are of one type.
    service: ({ service }) =>
      findNamed('service', board().services, service, { remedy: 'Add the plugin that offers it', excuse })
        .value as never,
    get toolsets() {
      return board().toolsets;
    },
    get providers() {
      return [...board().providers.values()];
    },
    get commands() {
      return [...board().commands.values()];
    },
    get sections() {
      return [...board().sections.values()].map(claimed);
    },
    agent: (spec) => new RegistryAgent(source, spec),
    async resolveAgent<T = JsonValue>(spec: AgentSpec<T>): Promise<Agent<T>> {
      await settled();
      return new RegistryAgent(source, spec).resolve();
    },
    get plugins() {
      return list.slots.map(infoOf);
    },
    get(name) {
      const slot = slotOf(name);
      return slot && infoOf(slot);
    },
    get diagnostics() {
      return log.entries;
    },
    add(plugin) {
      controller.signal.throwIfAborted();
      const slot = list.add(entryOf(plugin));
      return () => list.remove(slot);
    },
    async remove(name) {
      const slot = slotOf(name);
      if (slot) await list.remove(slot);
    },
    async swap(plugin, next) {
      controller.signal.throwIfAborted();
      return list.swap(swapped(list.slots, plugin), entryOf(next));
    },
    async ready() {
      await settled();
      requireAll(list.slots, log);
    },
    child(inner = {}) {
      controller.signal.throwIfAborted();
      const child = registryIn({ board, options, settled, children }, { ...inherited(options), ...inner });
      children.add(child);
      return child;
    },
    dispose: () => (disposed ??= dispose()),
    [Symbol.asyncDispose]: () => registry.dispose(),
  };
  for (const plugin of options.plugins ?? []) list.add(entryOf(plugin));
  return registry;
}

/** What there is now; made anew when plugins have changed, here or above. */
function boardOf(
  parent: Parent | undefined,
  own: OwnThings,
  list: PluginList,
  signal: AbortSignal,
): () => Board {
  let made: Board | undefined;
  let above: Board | undefined;
  let version = -1;
  return () => {
    signal.throwIfAborted();
    const outer = parent?.board();
    if (made && outer === above && version === list.version) return made;
    [above, version] = [outer, list.version];
    made = createBoard(outer, own, list.registrations);
    return made;
  };
}

function swapped(slots: readonly Slot[], plugin: string | Plugin): Slot {
  const found = slots.find((slot) =>
    typeof plugin === 'string'
      ? slot.name === plugin
      : slot.plugin === plugin || slot.entry.plugin === plugin,
  );
  if (found) return found;
  const names = slots.map(({ name }) => name);
  const name = typeof plugin === 'string' ? plugin : plugin.name;
  throw new ConfigError({
    code: 'unknown-name',
    what: `There is no plugin "${name}" to replace`,
    evidence: names.length > 0 ? `There are ${names.join(', ')}` : 'No plugin was given',
    fix: 'Add it with registry.add()',
  });
}

function disposedError(): ConfigError {
  return new ConfigError({
    code: 'invalid-state',
    what: 'The registry has been disposed of',
    fix: 'Dispose of it when nothing of it is needed any more',
  });
}

function outerServices(parent: Parent | undefined): Board['services'] {
  const services = parent?.board().services ?? new Map<string, Service>();
  return new Map([...services].map(([name, service]) => [name, { ...service, outer: true }]));
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
