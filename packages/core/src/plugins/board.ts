import type { Hooks } from '../contracts/hooks.ts';
import type { Memory } from '../contracts/memory.ts';
import type { Provider } from '../contracts/provider.ts';
import type { AnyTool } from '../contracts/tool.ts';
import type { Toolset } from '../contracts/toolset.ts';
import { orderPlugins } from './order-plugins.ts';
import type { PluginInstance } from './plugin-instance.ts';
import type { Claim, Registration } from './registration.ts';
import type { OwnedCommand } from './registry.ts';
import type { Service } from './service-desk.ts';

/** What the application itself puts into a registry. */
export interface OwnThings {
  readonly providers: readonly Provider[];
  readonly tools: readonly AnyTool[];
  readonly toolsets: readonly Toolset[];
  readonly memories: Readonly<Record<string, Memory>>;
}

/** All that a registry holds at one moment. It never changes: a change of the registry makes another one. */
export interface Board {
  readonly providers: ReadonlyMap<string, Provider>;
  readonly tools: ReadonlyMap<string, AnyTool>;
  /** By `plugin:name`. */
  readonly ids: ReadonlyMap<string, AnyTool>;
  readonly toolsets: readonly Toolset[];
  readonly memories: ReadonlyMap<string, Memory>;
  readonly hooks: readonly Hooks[];
  readonly sections: ReadonlyMap<string, Claim>;
  readonly commands: ReadonlyMap<string, OwnedCommand>;
  readonly services: ReadonlyMap<string, Service>;
  readonly instances: readonly PluginInstance[];
}

/** The things of the parent, of the application and of the plugins; the later ones take the names of the earlier. */
export function createBoard(
  parent: Board | undefined,
  own: OwnThings,
  registrations: readonly Registration[],
): Board {
  const { ordered } = orderPlugins(registrations);
  const of = <K extends 'providers' | 'tools'>(key: K): readonly Registration[K][number][] =>
    registrations.flatMap((one): readonly Registration[K][number][] => one[key]);
  return {
    providers: named(parent?.providers, [...own.providers, ...of('providers')]),
    tools: named(parent?.tools, [...own.tools, ...of('tools')]),
    ids: joined(parent?.ids, registrations.flatMap(idsOf)),
    toolsets: [
      ...(parent?.toolsets ?? []),
      ...own.toolsets,
      ...registrations.flatMap(({ toolsets }) => toolsets),
    ],
    memories: joined(
      parent?.memories,
      [own, ...registrations].flatMap(({ memories }) => Object.entries(memories)),
    ),
    hooks: [...(parent?.hooks ?? []), ...ordered.flatMap(({ hooks }) => hooks)],
    sections: joined(
      parent?.sections,
      registrations.flatMap(({ sections }) => [...sections]),
    ),
    commands: named(parent?.commands, registrations.flatMap(commandsOf)),
    services: joined(parent?.services, registrations.flatMap(servicesOf)),
    instances: [...(parent?.instances ?? []), ...registrations.map(({ instance }) => instance)],
  };
}

/** Keeps every plugin of the board for as long as somebody uses it. Gives the function that ends that. */
export function holdBoard({ instances }: Board): () => void {
  const releases = instances.map((instance) => instance.hold());
  return () => {
    for (const release of releases) release();
  };
}

function named<T extends { readonly name: string }>(
  parent: ReadonlyMap<string, T> | undefined,
  things: readonly T[],
): ReadonlyMap<string, T> {
  return joined(
    parent,
    things.map((thing) => [thing.name, thing]),
  );
}

function joined<T>(
  parent: ReadonlyMap<string, T> | undefined,
  entries: readonly (readonly [string, T])[],
): ReadonlyMap<string, T> {
  return new Map([...(parent ?? []), ...entries]);
}

function idsOf({ name, byOwnName }: Registration): readonly (readonly [string, AnyTool])[] {
  return [...byOwnName].map(([tool, made]) => [`${name}:${tool}`, made]);
}

function commandsOf({ name, commands }: Registration): readonly OwnedCommand[] {
  return commands.map((command) => ({
    name: command.name,
    description: command.description,
    plugin: name,
    run: (args, ctx) => command.run(args, ctx),
  }));
}

function servicesOf({ instance, services }: Registration): readonly (readonly [string, Service])[] {
  return services.map(({ token, value }) => [token.service, { value, owner: instance }]);
}
