import type { Plugin } from '../contracts/plugin.ts';
import { brandOf } from './plugin-brand.ts';
import type { Problem } from './plugin-problem.ts';
import { fromApi0 } from './shims/from-api-0.ts';

/** What a host understands: its own version of the contract, and how plugins of the one before are made to fit. */
export interface ApiLevel {
  readonly current: number;
  readonly fromPrevious: (plugin: Plugin) => Plugin;
}

export const apiLevel: ApiLevel = { current: 1, fromPrevious: fromApi0 };

/** The plugin as the host's own version has it, or why it cannot be taken. */
export function negotiate(plugin: Plugin, host: ApiLevel = apiLevel): Plugin | Problem {
  const { api }: { readonly api: unknown } = plugin;
  if (api === host.current) return plugin;
  if (api === host.current - 1) return host.fromPrevious(plugin);
  const spoken = `this host takes ${host.current - 1} and ${host.current}`;
  if (typeof api !== 'number' || !Number.isInteger(api))
    return { cause: `\`api\` is ${String(api)}; ${spoken}`, hint: `Write api: ${host.current}` };
  const newer = api > host.current;
  const core = brandOf(plugin)?.core;
  return {
    cause: `it is written for api ${api}${core === undefined ? '' : ` (@pegboard/core ${core})`}; ${spoken}`,
    hint: newer ? 'Update @pegboard/core, or install an older version of the plugin' : 'Update the plugin',
  };
}
