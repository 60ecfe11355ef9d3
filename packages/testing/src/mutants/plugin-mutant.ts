import type { Plugin } from '@pegboard/core';
import type { PluginSubject } from '../plugin/plugin-subject.ts';
import { type PluginSteps, referencePlugin, referenceSubject } from './reference-plugin.ts';

/** A plugin that is wrong in one way, and the case that must notice it. */
export interface PluginMutant extends PluginSubject {
  readonly name: string;
  readonly caughtBy: string;
}

const base = { ...referenceSubject, settleMs: 150 };

/** The reference with a step replaced. */
export const step = (name: string, caughtBy: string, replaced: Partial<PluginSteps>): PluginMutant => ({
  ...base,
  name,
  caughtBy,
  create: () => referencePlugin(replaced),
});

/** The reference with members of its definition replaced. */
export const parts = (name: string, caughtBy: string, replaced: PluginSteps['parts']): PluginMutant =>
  step(name, caughtBy, { parts: replaced });

/** The reference, changed from outside as `definePlugin` would not have it. */
export const around = (name: string, caughtBy: string, change: (plugin: Plugin) => object): PluginMutant => ({
  ...base,
  name,
  caughtBy,
  create(): Plugin {
    const plugin = referencePlugin();
    return { ...plugin, ...change(plugin) };
  },
});

/** The reference in other surroundings. */
export const beside = (name: string, caughtBy: string, options: Partial<PluginSubject>): PluginMutant => ({
  ...base,
  name,
  caughtBy,
  create: () => referencePlugin(),
  ...options,
});
