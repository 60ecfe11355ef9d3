import { clashOf, enterNames, type Owners } from './clashes.ts';
import { failureAt, PluginFailure } from './diagnostics.ts';
import { discard } from './discard.ts';
import { grantsOf, type Host } from './host.ts';
import { checkManifest, checkPlugin, readPlugin } from './prepare-plugin.ts';
import { nameProblem } from './plugin-problem.ts';
import type { Registration } from './registration.ts';
import { ServiceDesk, type Services } from './service-desk.ts';
import { setUpPlugin } from './set-up-plugin.ts';
import { nameIn, type Slot } from './slot.ts';

/** What is in the registry already. */
export interface Surroundings {
  readonly names: ReadonlySet<string>;
  readonly owners: Owners;
  readonly services: Services;
}

/** What became of each plugin of a group. */
export interface GroupResult {
  readonly registrations: ReadonlyMap<Slot, Registration>;
  readonly failures: ReadonlyMap<Slot, PluginFailure>;
}

/**
 * Sets plugins up side by side; one that fails is disposed of and leaves the others alone. Nothing is changed in the registry yet. Where names clash, the first
 * in the list stays.
 */
export async function setUpGroup(
  slots: readonly Slot[],
  host: Host,
  { names, owners, services }: Surroundings,
): Promise<GroupResult> {
  const failures = new Map<Slot, PluginFailure>();
  const made = new Map<Slot, Registration>();
  await Promise.all(slots.map((slot) => attempt(slot, failures, () => readSlot(slot, host))));
  const taken = new Set(names);
  for (const slot of slots) await attempt(slot, failures, () => checkSlot(slot, host, taken));
  const desk = new ServiceDesk(services);
  const customers = slots.map((slot) => desk.enter(slot.name, slot.plugin?.offers));
  for (const [index, slot] of slots.entries()) {
    const customer = customers[index];
    if (customer && failures.has(slot)) desk.leave(customer, 'failed');
  }
  await Promise.all(
    slots.map(async (slot, index) => {
      const customer = customers[index];
      if (!customer || failures.has(slot)) return;
      await attempt(
        slot,
        failures,
        async () => void made.set(slot, await setUpPlugin(slot, host, desk, customer)),
      );
      desk.leave(customer, failures.has(slot) ? 'failed' : 'ready');
    }),
  );
  await refuseClashes(slots, made, failures, owners, host);
  return { registrations: made, failures };
}

async function attempt(
  slot: Slot,
  failures: Map<Slot, PluginFailure>,
  work: () => void | Promise<void>,
): Promise<void> {
  if (failures.has(slot)) return;
  try {
    await work();
  } catch (error) {
    failures.set(slot, failureAt('setup', error));
  }
}

/** Found → read. */
async function readSlot(slot: Slot, host: Host): Promise<void> {
  const { entry } = slot;
  checkManifest(entry.manifest, grantsOf(host, entry.grants, [slot.name, entry.name ?? slot.name]), host.api);
  slot.found = await readPlugin(entry, host);
  slot.name = entry.as ?? nameIn(slot.found) ?? slot.name;
  slot.state = 'read';
}

/** Read → checked. In the order of the list, so that of two plugins of one name the first stays. */
function checkSlot(slot: Slot, host: Host, taken: Set<string>): void {
  const { entry, name, found } = slot;
  if (!found) return;
  const grants = grantsOf(host, entry.grants, [name, nameIn(found) ?? name]);
  const plugin = checkPlugin(found, grants, host.api);
  const problem = nameProblem(name);
  if (problem) throw new PluginFailure('checked', problem);
  if (taken.has(name)) {
    throw new PluginFailure('checked', {
      cause: `there is a plugin "${name}" already`,
      hint: `Give one of them another name: { plugin, as: 'other' }`,
    });
  }
  taken.add(name);
  slot.plugin = plugin;
  slot.state = 'checked';
}

/** Takes out, one by one, the first in the list that cannot stay: others may be able to when it is gone, or not any more. */
async function refuseClashes(
  slots: readonly Slot[],
  made: Map<Slot, Registration>,
  failures: Map<Slot, PluginFailure>,
  owners: Owners,
  host: Host,
): Promise<void> {
  const lost = new Set<Registration['instance']>();
  for (;;) {
    const refused = firstRefused(slots, made, owners, lost);
    if (!refused) return;
    const [slot, registration, failure] = refused;
    made.delete(slot);
    lost.add(registration.instance);
    failures.set(slot, failure);
    await discard(registration.instance, host);
  }
}

function firstRefused(
  slots: readonly Slot[],
  made: ReadonlyMap<Slot, Registration>,
  owners: Owners,
  lost: ReadonlySet<Registration['instance']>,
): readonly [Slot, Registration, PluginFailure] | undefined {
  const names: Owners = new Map(owners);
  for (const slot of slots) {
    const registration = made.get(slot);
    if (!registration) continue;
    const source = [...registration.uses].find((instance) => lost.has(instance));
    const problem = source
      ? {
          cause: `it uses a service of plugin "${source.name}", which has failed`,
          hint: `See to "${source.name}" first`,
        }
      : clashOf(registration, names);
    if (problem) return [slot, registration, new PluginFailure('setup', problem)];
    enterNames(registration, names);
  }
  return undefined;
}
