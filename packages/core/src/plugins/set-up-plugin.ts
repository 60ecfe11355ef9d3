import type { PluginContributions, SectionContributions } from '../contracts/plugin.ts';
import { withDeadline } from '../lib/deadline.ts';
import { applySection } from './apply-section.ts';
import { checkContributions } from './check-contributions.ts';
import { failureAt, PluginFailure } from './diagnostics.ts';
import { discard } from './discard.ts';
import type { Host } from './host.ts';
import { ownTools, ownToolset } from './own-tools.ts';
import { pluginContext } from './plugin-context.ts';
import { PluginInstance } from './plugin-instance.ts';
import { configOf } from './prepare-plugin.ts';
import type { Claim, Registration } from './registration.ts';
import type { Customer, Service, ServiceDesk } from './service-desk.ts';
import { namespaceOf, type Slot } from './slot.ts';

interface Ready {
  readonly slot: Slot;
  readonly instance: PluginInstance;
  readonly config: unknown;
  readonly uses: ReadonlySet<PluginInstance>;
  readonly contributions: PluginContributions;
}

/** Checked → ready, but for the names, which may clash. Whatever it leaves behind when it fails is disposed of. Rejects with `PluginFailure`. */
export async function setUpPlugin(
  slot: Slot,
  host: Host,
  desk: ServiceDesk,
  customer: Customer,
): Promise<Registration> {
  const { plugin, name, entry } = slot;
  if (!plugin) throw new PluginFailure('read', { cause: 'it was not read', hint: 'Load it first' });
  const config = await configOf(plugin, entry.config, host);
  slot.state = 'configured';
  const problem = await desk.wait(customer, plugin.needs);
  if (problem) throw new PluginFailure('setup', problem);
  slot.state = 'setup';
  const instance = new PluginInstance(name, plugin);
  const uses = new Set<PluginInstance>();
  try {
    const { brokers, onLog } = host;
    const onUse = ({ owner, outer = false }: Service): void => {
      if (outer && !uses.has(owner)) instance.onDispose(owner.hold());
      uses.add(owner);
    };
    for (const { service } of plugin.needs ?? []) {
      const needed = desk.services.get(service);
      if (needed) onUse(needed);
    }
    const ctx = pluginContext({ instance, config, brokers, onLog, services: desk.services, onUse });
    const contributions = await contributed(instance, async () => plugin.setup(ctx), host);
    const registration = await register({ slot, instance, config, uses, contributions }, host);
    offerServices(registration, desk);
    return registration;
  } catch (error) {
    await discard(instance, host);
    throw failureAt('setup', error);
  }
}

/** What `setup` gives, in time. What it gives later is disposed of. */
async function contributed(
  instance: PluginInstance,
  work: () => Promise<unknown>,
  { deadlines, signal }: Host,
): Promise<PluginContributions> {
  const given = work();
  // What is wrong with it is told where it is awaited.
  given.then((value) => keepToolsets(instance, Object(value))).catch(() => undefined);
  return checkContributions(await withDeadline(() => given, { ms: deadlines.setupMs, signal }));
}

/** Toolsets end with the plugin; at once, where it is gone already. */
function keepToolsets(instance: PluginInstance, { toolsets }: { readonly toolsets?: unknown }): void {
  if (!Array.isArray(toolsets)) return;
  for (const toolset of toolsets as readonly (Partial<AsyncDisposable> | null)[])
    instance.onDispose(async () => toolset?.[Symbol.asyncDispose]?.());
}

async function register(ready: Ready, host: Host): Promise<Registration> {
  const { slot, instance, config, uses, contributions } = ready;
  const { plugin } = instance;
  const claims = claimsOf(instance, contributions);
  const own = ownTools(instance, namespaceOf(slot.entry, plugin));
  const applied = await applyTop(claims, host);
  const plain = ownTools(instance, '');
  const tools = (contributions.tools ?? []).map((tool) => [tool.name, own(tool)] as const);
  return {
    name: instance.name,
    plugin,
    instance,
    config,
    uses,
    byOwnName: new Map(tools),
    tools: [...tools.map(([, tool]) => tool), ...all(applied, 'tools').map(plain)],
    toolsets: [
      ...(contributions.toolsets ?? []).map((toolset) => ownToolset(toolset, instance.name, own)),
      ...all(applied, 'toolsets').map((toolset) => ownToolset(toolset, instance.name, plain)),
    ],
    providers: [...(contributions.providers ?? []), ...all(applied, 'providers')],
    memories: Object.assign({}, contributions.memories, ...applied.map(({ memories }) => memories)),
    hooks: [...(contributions.hooks ?? []), ...all(applied, 'hooks')],
    sections: claims,
    commands: contributions.commands ?? [],
    services: contributions.services ?? [],
  };
}

type ListKey = 'tools' | 'toolsets' | 'providers' | 'hooks';

function all<K extends ListKey>(
  applied: readonly SectionContributions[],
  key: K,
): readonly NonNullable<SectionContributions[K]>[number][] {
  return applied.flatMap((one): readonly NonNullable<SectionContributions[K]>[number][] => one[key] ?? []);
}

/** The sections that a plugin claims, each with what applies it. */
function claimsOf(
  instance: PluginInstance,
  { sections: given = {} }: PluginContributions,
): ReadonlyMap<string, Claim> {
  const declared = instance.plugin.sections ?? {};
  const stray = Object.keys(given).find((name) => !Object.hasOwn(declared, name));
  if (stray !== undefined) {
    throw new PluginFailure('setup', {
      cause: `\`setup\` gives a section "${stray}" that the plugin does not claim`,
      hint: `Claim it: sections: { ${stray}: { schema } }`,
    });
  }
  return new Map(
    Object.entries(declared).map(([name, section]) => {
      const apply = (Object.hasOwn(given, name) ? given[name] : undefined) ?? section.apply?.bind(section);
      if (apply) return [name, { name, section, apply, instance }];
      throw new PluginFailure('setup', {
        cause: `nothing applies the section "${name}"`,
        hint: 'Give the section an `apply`, or let `setup` return one under `sections`',
      });
    }),
  );
}

async function applyTop(
  claims: ReadonlyMap<string, Claim>,
  host: Host,
): Promise<readonly SectionContributions[]> {
  const applied: SectionContributions[] = [];
  for (const [name, claim] of claims) {
    if (Object.hasOwn(host.sections, name))
      applied.push(await applySection(claim, host.sections[name], host));
  }
  return applied;
}

/** The first to offer a service is whom the others get it from; that two do is found out with the other names. */
function offerServices({ instance, services }: Registration, desk: ServiceDesk): void {
  for (const { token, value } of services) {
    if (!desk.services.has(token.service)) desk.services.set(token.service, { value, owner: instance });
  }
}
