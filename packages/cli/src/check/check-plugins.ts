import type { PluginInfo } from '@pegboard/core/plugin';
import type { KnownProject } from '../project/open-project.ts';
import type { CheckItem } from './check-item.ts';

/** Every plugin that is enabled: whether it works, what it adds, what it may do. */
export function checkPlugins({ registry, pegboard }: KnownProject): readonly CheckItem[] {
  const unplaced = pegboard.diagnostics.filter(
    ({ about, name }) => about === 'plugin' && !registry.plugins.some((plugin) => plugin.name === name),
  );
  return [
    ...registry.plugins.map((plugin) => pluginItem(plugin, pegboard.diagnostics)),
    ...unplaced.map(({ name, severity, cause, hint, where }): CheckItem => ({
      area: 'plugins',
      severity,
      what: name,
      details: [`${cause}. ${hint}`, ...(where === undefined ? [] : [where])],
    })),
  ];
}

function pluginItem(plugin: PluginInfo, diagnostics: KnownProject['pegboard']['diagnostics']): CheckItem {
  const { name, version, state, api } = plugin;
  const own = diagnostics.filter((diagnostic) => diagnostic.about === 'plugin' && diagnostic.name === name);
  const isWarned = own.some(({ severity }) => severity === 'warning');
  const permissions = permissionWords(plugin);
  return {
    area: 'plugins',
    severity: state === 'failed' ? 'error' : isWarned ? 'warning' : 'ok',
    what: `${name}${version === undefined ? '' : ` ${version}`} (api ${api ?? '?'})`,
    details: [
      ...own.map(({ stage, cause, hint }) => `${stage}: ${cause}. ${hint}`),
      ...(permissions === '' ? [] : [`may use ${permissions}`]),
    ],
  };
}

/** `net api.example.com · env API_KEY`; empty for a plugin that asks for nothing. */
export function permissionWords({ permissions }: Pick<PluginInfo, 'permissions'>): string {
  const { net = [], env = [], fs = [], fsRead = [], spawn } = permissions;
  const kinds = [
    ['net', net],
    ['env', env],
    ['fs', fs],
    ['fs (read)', fsRead],
  ] as const;
  const words = kinds.flatMap(([kind, names]) => (names.length === 0 ? [] : [`${kind} ${names.join(', ')}`]));
  return [...words, ...(spawn ? ['other programs'] : [])].join('; ');
}
