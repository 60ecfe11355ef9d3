import type { ApiLevel } from './api-level.ts';
import type { Grants, PluginBrokers, PluginDeadlines, PluginLogEntry } from './registry.ts';

/** What all plugins of a registry share: its options, defaults filled in. */
export interface Host {
  readonly api: ApiLevel;
  readonly deadlines: Required<PluginDeadlines>;
  readonly brokers: PluginBrokers;
  readonly permissions: Readonly<Record<string, Grants>> | undefined;
  readonly sections: Readonly<Record<string, unknown>>;
  readonly onLog: ((entry: PluginLogEntry) => void) | undefined;
  /** Aborts when the registry is disposed of. */
  readonly signal: AbortSignal;
}

export const defaultDeadlines: Required<PluginDeadlines> = {
  readMs: 30_000,
  configMs: 10_000,
  setupMs: 30_000,
  drainMs: 60_000,
  disposeMs: 10_000,
};

/** What a plugin may do: as its entry says, or the registry's options; nothing said there is all that it declares. */
export function grantsOf(host: Host, own: Grants | undefined, names: readonly string[]): Grants | undefined {
  const { permissions } = host;
  if (own !== undefined) return own;
  if (!permissions) return true;
  const name = names.find((known) => Object.hasOwn(permissions, known));
  return name === undefined ? undefined : permissions[name];
}
