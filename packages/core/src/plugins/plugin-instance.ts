import type { Awaitable } from '../contracts/json.ts';
import type { Plugin } from '../contracts/plugin.ts';
import { ConfigError } from '../errors/config-error.ts';
import { DeadlineExceeded, withDeadline } from '../lib/deadline.ts';
import { isInstance } from '../lib/recognise.ts';

type Disposer = () => Awaitable<void>;

/** One set-up of one plugin: who uses it, and what ends with it. */
export class PluginInstance {
  readonly name: string;
  readonly plugin: Plugin;
  state: 'alive' | 'draining' | 'disposed' = 'alive';
  readonly #controller = new AbortController();
  #disposers: Disposer[] = [];
  #users = 0;
  #onIdle: (() => void) | undefined;
  #ended: Promise<void> | undefined;

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

  /** Runs work of the plugin; not when it has been disposed of. Work that was aborted does not keep the plugin, whether it ends or not. */
  async serve<T>(work: () => PromiseLike<T>, signal: AbortSignal): Promise<T> {
    if (this.state === 'disposed') throw gone(this.name);
    const release = this.hold();
    signal.addEventListener('abort', release, { once: true });
    try {
      return await work();
    } finally {
      signal.removeEventListener('abort', release);
      release();
    }
  }

  /** Waits until nobody uses it, or for `ms` milliseconds. What is in use goes on meanwhile. */
  async drain(ms: number | false): Promise<void> {
    if (this.state === 'alive') this.state = 'draining';
    if (this.#users === 0) return;
    const idle = new Promise<void>((resolve) => (this.#onIdle = resolve));
    await withDeadline(() => idle, { ms }).catch(() => undefined);
  }

  /** Ends all that it has registered, last first, within `ms` milliseconds altogether: what is left then is begun and not waited for. Never rejects. */
  end(ms: number | false, onFailure: (error: unknown) => void): Promise<void> {
    return (this.#ended ??= this.#end(ms, onFailure));
  }

  async #end(ms: number | false, onFailure: (error: unknown) => void): Promise<void> {
    this.state = 'disposed';
    this.#controller.abort(gone(this.name));
    const disposers = this.#disposers.toReversed();
    this.#disposers = [];
    const until = ms === false ? undefined : performance.now() + ms;
    for (const disposer of disposers) {
      const left = until === undefined ? false : Math.max(0, Math.ceil(until - performance.now()));
      await withDeadline(disposer, { ms: left }).catch((error: unknown) =>
        onFailure(isInstance(error, DeadlineExceeded) && ms !== false ? new DeadlineExceeded(ms) : error),
      );
    }
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
