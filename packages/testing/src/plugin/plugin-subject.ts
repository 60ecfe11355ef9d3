import type { Awaitable, JsonObject, Plugin } from '@pegboard/core';
import type { OfferedService, PluginEntry, PluginFs, PluginManifest, Registry } from '@pegboard/core/plugin';
import type { Recorder } from './recorder.ts';

/** What `testPlugin` is given: a plugin, and what a host would give it. */
export interface PluginSubject {
  /** Called for each case. Most plugins are a constant: `() => plugin`. */
  readonly create: () => Awaitable<Plugin>;
  /** A config with which it works. */
  readonly config?: unknown;
  /** Configs that its schema must refuse. */
  readonly refused?: readonly unknown[];
  /** The environment's variables. Default none. */
  readonly env?: Readonly<Record<string, string>>;
  /** What stands in for the network. Default: every request fails. */
  readonly fetch?: typeof fetch;
  /** What stands in for the file system. Default: none is given. */
  readonly fs?: PluginFs;
  /** Services that other plugins would offer: `offer(token, value)`. */
  readonly services?: readonly OfferedService[];
  /** Inputs that must work, by the names that its tools have in the plugin. */
  readonly samples?: Readonly<Record<string, readonly JsonObject[]>>;
  /** Values that the sections it claims must take, by the names of sections. */
  readonly sections?: Readonly<Record<string, unknown>>;
  /** Values that the sections it claims must refuse. */
  readonly refusedSections?: Readonly<Record<string, unknown>>;
  /** What its package.json says under `pegboard`. */
  readonly manifest?: PluginManifest;
  /** Its set-up asks for something over `fetch` and can be tried with one that never answers. Default false. */
  readonly fetchesInSetup?: boolean;
  /** Its hooks let a harmless conversation pass. Default true. */
  readonly harmlessRuns?: boolean;
  /** Milliseconds in which whatever the plugin does must be over; default 5,000. */
  readonly settleMs?: number;
}

/** A registry with the plugin in it, and what was seen of what it does. */
export interface Hosted extends AsyncDisposable {
  readonly registry: Registry;
  /** Name of the plugin there. */
  readonly name: string;
}

/** A plugin and short ways to use it. */
export interface PluginBench {
  readonly subject: PluginSubject;
  readonly plugin: Plugin;
  /** What it logs, and what it reaches for. */
  readonly recorder: Recorder;
  /** A registry in which it is set up; fails when it is not ready. */
  readonly hosted: (entry?: Partial<PluginEntry>) => Promise<Hosted>;
  /** The same, ready or not. */
  readonly tried: (entry?: Partial<PluginEntry>, options?: TriedOptions) => Promise<Hosted>;
  /** Fails, naming `what`, when the promise does not settle in `settleMs`. */
  readonly inTime: <T>(what: string, promise: Awaitable<T>) => Promise<T>;
}

export interface TriedOptions {
  readonly fetch?: typeof fetch;
  readonly sections?: Readonly<Record<string, unknown>>;
  /** When it resolves, the registry is disposed of. */
  readonly stopWhen?: Promise<unknown>;
}
