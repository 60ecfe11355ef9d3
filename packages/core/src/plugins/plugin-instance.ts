import type { Awaitable } from '../contracts/json.ts';
import type { Plugin } from '../contracts/plugin.ts';
import { ConfigError } from '../errors/config-error.ts';
import { withDeadline } from '../lib/deadline.ts';

type Disposer = () => Awaitable<void>;

export interface Leaving {
  readonly drainMs: number | false;
  readonly disposeMs: number | false;
  /** Told of each thing that could not be disposed of. */
  readonly onFailure: (error: unknown) => void;
}

/** One set-up of one plugin: who uses it, and what ends with it. */
export class PluginInstance {
  readonly name: string;
  readonly plugin: Plugin;
  state: 'alive' | 'draining' | 'disposed' = 'alive';
  readonly #controller = new AbortController();
  #disposers: Disposer[] = [];
  #users = 0;
  #onIdle: (() => void) | undefined;
  #left: Promise<void> | undefined;

  constructor(name: string, plugin: Plugin) {
    this.name = name;
    this.plugin = plugin;
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** Once the plugin has left there is nothing to wait for. */
  onDispose(disposer: Disposer): void {
    if (this.state !== 'disposed') this.#disposers.push(disposer);
    else void withDeadline(disposer, { ms: false }).catch(() => undefined);
  }

  /** Keeps it from being disposed of, unless its time to drain is up. Gives the function that ends that. */
  hold(): () => void {
    this.#users++;
    let held = true;
    return () => {
      if (!held) return;
      held = false;
      if (--this.#users === 0) this.#onIdle?.();
    };
  }

  /** Runs work of the plugin; not when it has been disposed of. */
  async serve<T>(work: () => PromiseLike<T>): Promise<T> {
    if (this.state === 'disposed') throw gone(this.name);
    const release = this.hold();
    try {
      return await work();
    } finally {
      release();
    }
  }

  /** Waits until nobody uses it, then ends all that it has registered, last first. Never rejects. */
  leave(leaving: Leaving): Promise<void> {
    return (this.#left ??= this.#leave(leaving));
  }

  async #leave({ drainMs, disposeMs, onFailure }: Leaving): Promise<void> {
    this.state = 'draining';
    if (this.#users > 0) await this.#idle(drainMs);
    this.state = 'disposed';
    this.#controller.abort(gone(this.name));
    const disposers = this.#disposers.toReversed();
    this.#disposers = [];
    for (const disposer of disposers) {
      await withDeadline(disposer, { ms: disposeMs }).catch(onFailure);
    }
  }

  async #idle(ms: number | false): Promise<void> {
    const idle = new Promise<void>((resolve) => (this.#onIdle = resolve));
    await withDeadline(() => idle, { ms }).catch(() => undefined);
  }
}

function gone(name: string): ConfigError {
  return new ConfigError({
    code: 'invalid-state',
    what: `Plugin "${name}" has left the registry`,
    evidence: 'what it brought is asked for all the same',
    fix: 'Take tools from the registry when they are needed, or let agents of the registry do so',
  });
}
