import type { PluginInfo } from '@pegboard/core/plugin';
import { entryFor } from '../plugins/plugin-entry.ts';
import type { KnownProject } from '../project/open-project.ts';
import type { CheckItem } from './check-item.ts';

const keyName = /(KEY|TOKEN|SECRET)$/;

/**
 * Whether the variables are set that plugins with providers take their keys from: one of them is enough, and a key in the plugin's own config as
 * well. Only providers that agents use can make it an error.
 */
export function checkKeys(
  { registry, pegboard }: KnownProject,
  env: NodeJS.ProcessEnv,
): readonly CheckItem[] {
  const models = Object.values(pegboard.settings).map(({ model = '' }) => model.split('/')[0] ?? '');
  const fallbacks = Object.values(pegboard.settings).flatMap(({ fallback = [] }) =>
    fallback.map((id) => id.split('/')[0] ?? ''),
  );
  return registry.plugins.flatMap((plugin): CheckItem[] => {
    const names = (plugin.permissions.env ?? []).filter((name) => keyName.test(name));
    if (names.length === 0 || plugin.providers.length === 0 || isOnThisMachine(plugin)) return [];
    if (hasOwnKey(plugin, pegboard.config.plugins ?? []))
      return [{ area: 'keys', severity: 'ok', what: `${plugin.name} has a key in its config` }];
    const set = names.find((name) => env[name]);
    if (set !== undefined) return [{ area: 'keys', severity: 'ok', what: `${set} is set` }];
    const isUsed = (ids: readonly string[]): boolean => plugin.providers.some((name) => ids.includes(name));
    const severity = isUsed(models) ? 'error' : isUsed(fallbacks) ? 'warning' : 'ok';
    const use =
      severity === 'ok' ? ', and no agent needs it' : `: ${plugin.providers.join(', ')} cannot be asked`;
    return [{ area: 'keys', severity, what: `${names.join(' or ')} is not set${use}` }];
  });
}

/** What runs here needs no key. */
function isOnThisMachine({ permissions: { net = [] } }: PluginInfo): boolean {
  return net.length > 0 && net.every((host) => /^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/.test(host));
}

function hasOwnKey({ name }: PluginInfo, entries: readonly unknown[]): boolean {
  const { apiKey, client } = Object(entryFor(name, entries)?.config) as {
    apiKey?: unknown;
    client?: unknown;
  };
  return apiKey !== undefined || client !== undefined;
}
