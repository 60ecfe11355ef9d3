import { ConfigError } from '../errors/config-error.ts';
import { enterNames, type Owners } from './clashes.ts';
import type { DiagnosticLog } from './diagnostic-log.ts';
import { diagnosticError, failureAt, PluginFailure } from './diagnostics.ts';
import { discard } from './discard.ts';
import type { Host } from './host.ts';
import { orderPlugins } from './order-plugins.ts';
import type { PluginInstance } from './plugin-instance.ts';
import { copyProblem } from './copy-problem.ts';
import type { Registration } from './registration.ts';
import type { PluginEntry, Swapped } from './registry.ts';
import type { Services } from './service-desk.ts';
import { type GroupResult, setUpGroup, type Surroundings } from './set-up-group.ts';
import { createSlot, type Slot } from './slot.ts';

export interface PluginListOptions {
  readonly host: Host;
  readonly log: DiagnosticLog;
  /** The names of the application's own things. */
  readonly owners: Owners;
  /** Services from outside of this list. */
  readonly services: () => Services;
}

/** The plugins of one registry. They are changed one change at a time; each is made whole or not at all. */
export class PluginList {
  readonly slots: Slot[] = [];
  /** Changes with the plugins that are ready. */
  version = 0;
  readonly #options: PluginListOptions;
  readonly #leaving = new Set<Promise<void>>();
  #pending: Slot[] = [];
  #tail: Promise<unknown> = Promise.resolve();

  constructor(options: PluginListOptions) {
    this.#options = options;
  }

  get registrations(): readonly Registration[] {
    return this.slots.flatMap(({ registration }) => registration ?? []);
  }

  /** What is added in one go is set up side by side. */
  add(entry: PluginEntry): Slot {
    const slot = createSlot(entry);
    this.slots.push(slot);
    this.#pending.push(slot);
    void this.#inTurn(() => this.#setUpPending());
    return slot;
  }

  /** Resolves when nothing is left to do. */
  async settled(): Promise<void> {
    for (let tail: unknown; tail !== this.#tail;) {
      tail = this.#tail;
      await this.#tail;
    }
  }

  /** Resolves when the plugin has left, and those that use its services with it. */
  async remove(slot: Slot): Promise<void> {
    slot.removed = true;
    const { left } = await this.#inTurn(async () => ({ left: this.#takeOut(slot) }));
    await left;
  }

  async swap(slot: Slot, entry: PluginEntry): Promise<Swapped> {
    return this.#inTurn(() => this.#swap(slot, entry));
  }

  async dispose(): Promise<void> {
    await this.#inTurn(async () => {
      void this.#letGo(usersFirst(this.registrations));
      for (const slot of this.slots) if (slot.registration) slot.state = 'draining';
    });
    while (this.#leaving.size > 0) await Promise.all(this.#leaving);
    for (const slot of this.slots) if (slot.registration) slot.state = 'disposed';
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#tail.then(work);
    this.#tail = turn.catch(() => undefined);
    return turn;
  }

  async #setUpPending(): Promise<void> {
    const { host, log } = this.#options;
    if (this.#pending.length === 0) return;
    // What is added in one go is set up together.
    await Promise.resolve();
    // One that waited to be set up anew may have been replaced or removed meanwhile.
    const group = this.#pending.splice(0).filter(({ removed, registration }) => !removed && !registration);
    const result = await setUpGroup(group, host, this.#around([], group));
    for (const slot of group) {
      const registration = result.registrations.get(slot);
      const failure = result.failures.get(slot);
      slot.registration = registration;
      slot.state = registration ? 'ready' : 'failed';
      if (failure && !host.signal.aborted) log.fail(slot, failure);
    }
    this.version++;
    this.#remark(group);
  }

  /** What else is to be said of plugins that are ready. */
  #remark(group: readonly Slot[]): void {
    const { log, host } = this.#options;
    for (const slot of group) {
      const problem = slot.registration && copyProblem(slot.registration.plugin);
      if (problem) log.warn(slot, new PluginFailure('checked', problem));
    }
    log.circles(orderPlugins(this.registrations).circles);
    log.unclaimed(
      Object.keys(host.sections),
      this.registrations.flatMap(({ sections }) => [...sections.keys()]),
    );
  }

  async #swap(slot: Slot, entry: PluginEntry): Promise<Swapped> {
    const { host, log } = this.#options;
    if (!this.slots.includes(slot)) throw gone(slot.name);
    const users = usersOf(slot.registration, this.registrations);
    const places = [
      slot,
      ...this.slots.filter(({ registration }) => registration && users.has(registration)),
    ];
    const nexts = places.map((place) => createSlot(place === slot ? merged(slot, entry) : again(place)));
    const result = await setUpGroup(nexts, host, this.#around(places, places));
    const failed = nexts.find((next) => result.failures.has(next));
    const failure = failed && result.failures.get(failed);
    if (failed && failure) {
      await undo(result, host);
      throw diagnosticError(log.notSwapped(slot, failed, failure));
    }
    const old = places.flatMap(({ registration }) => registration ?? []);
    for (const [index, place] of places.entries()) {
      const next = nexts[index];
      if (!next) continue;
      const { removed: _, ...state } = next;
      log.forget(place);
      Object.assign(place, state, { registration: result.registrations.get(next), state: 'ready' });
    }
    this.version++;
    this.#remark(places);
    return { drained: this.#letGo(usersFirst(old)) };
  }

  /** New runs do without at once. Gives the promise that it has left. */
  #takeOut(slot: Slot): Promise<void> {
    const { log } = this.#options;
    const at = this.slots.indexOf(slot);
    if (at < 0) return Promise.resolve();
    const users = usersOf(slot.registration, this.registrations);
    const old = [...users, ...(slot.registration ? [slot.registration] : [])];
    this.slots.splice(at, 1);
    log.forget(slot);
    // Those that can do without its services come back.
    for (const place of this.slots) {
      if (!place.registration || !users.has(place.registration)) continue;
      Object.assign(place, { entry: again(place), registration: undefined, state: 'found' });
      log.forget(place);
      this.#pending.push(place);
    }
    if (users.size > 0) void this.#inTurn(() => this.#setUpPending());
    slot.registration = undefined;
    slot.state = 'draining';
    this.version++;
    return this.#letGo(usersFirst(old)).then(() => void (slot.state = 'disposed'));
  }

  /** Whoever uses services leaves before those that offer them. */
  #letGo(old: readonly Registration[]): Promise<void> {
    const { host, log } = this.#options;
    const { drainMs, disposeMs } = host.deadlines;
    const leave = async (): Promise<void> => {
      await Promise.all(old.map(({ instance }) => instance.drain(drainMs)));
      for (const { instance } of old) {
        const onFailure = (error: unknown): void => void log.warn(instance, failureAt('disposed', error));
        await instance.end(disposeMs, onFailure);
      }
    };
    const left = leave();
    this.#leaving.add(left);
    return left.finally(() => this.#leaving.delete(left));
  }

  /** The registry without some places, for a group that comes in. */
  #around(without: readonly Slot[], group: readonly Slot[]): Surroundings {
    const { owners, services } = this.#options;
    const others = this.slots.filter((slot) => !without.includes(slot));
    const names: Owners = new Map(owners);
    const offered = new Map(services());
    for (const { registration } of others) {
      if (!registration) continue;
      enterNames(registration, names);
      for (const { token, value } of registration.services)
        offered.set(token.service, { value, owner: registration.instance });
    }
    const present = others.filter((slot) => !group.includes(slot) && slot.state !== 'failed');
    return { names: new Set(present.map(({ name }) => name)), owners: names, services: offered };
  }
}

/** Those that use services of a plugin, and those that use theirs. */
function usersOf(source: Registration | undefined, all: readonly Registration[]): ReadonlySet<Registration> {
  const users = new Set<Registration>();
  const gather = (instance: PluginInstance | undefined): void => {
    for (const one of all) {
      if (!instance || users.has(one) || !one.uses.has(instance)) continue;
      users.add(one);
      gather(one.instance);
    }
  };
  gather(source?.instance);
  // Two may use each other's.
  if (source) users.delete(source);
  return users;
}

/** Last first, but nobody before those that use it. */
function usersFirst(registrations: readonly Registration[]): readonly Registration[] {
  const ordered = new Set<Registration>();
  const seen = new Set<Registration>();
  const visit = (one: Registration): void => {
    if (seen.has(one)) return;
    seen.add(one);
    for (const user of registrations) if (user !== one && user.uses.has(one.instance)) visit(user);
    ordered.add(one);
  };
  for (const one of registrations.toReversed()) visit(one);
  return [...ordered];
}

/** What is not said anew stays as it was. */
function merged({ entry, name }: Slot, next: PluginEntry): PluginEntry {
  const { plugin: _, load: __, manifest: ___, ...kept } = entry;
  const said = Object.fromEntries(Object.entries(next).filter(([, value]) => value !== undefined));
  return { name, ...kept, ...said };
}

/** The same plugin once more, without loading it again. */
function again({ entry, plugin }: Slot): PluginEntry {
  return plugin ? { ...entry, plugin, load: undefined } : entry;
}

async function undo({ registrations }: GroupResult, host: Host): Promise<void> {
  for (const { instance } of usersFirst([...registrations.values()])) await discard(instance, host);
}

function gone(name: string): ConfigError {
  return new ConfigError({
    code: 'unknown-name',
    what: `Plugin "${name}" cannot be replaced`,
    evidence: 'it has been removed',
    fix: 'Add the next version with registry.add()',
  });
}
