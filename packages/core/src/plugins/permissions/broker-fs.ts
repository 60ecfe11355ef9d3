import type { PluginPermissions } from '../../contracts/plugin.ts';
import type { PluginFs } from '../../contracts/plugin-fs.ts';
import { ConfigError } from '../../errors/config-error.ts';
import { isInside } from './path-scope.ts';
import { undeclared } from './refuse.ts';

/** The host's files as far as a plugin declares them. */
export function brokerFs(
  plugin: string,
  { fs = [], fsRead = [] }: PluginPermissions,
  host: PluginFs | undefined,
): PluginFs {
  const files = (kind: 'fs' | 'fsRead', path: string): PluginFs => {
    const scopes = kind === 'fs' ? fs : [...fs, ...fsRead];
    if (!scopes.some((scope) => isInside(scope, path))) throw undeclared(plugin, kind, path, scopes);
    if (host) return host;
    throw new ConfigError({
      what: `Plugin "${plugin}" cannot reach ${path}`,
      evidence: 'this host gives plugins no files',
      fix: 'Pass some to createRegistry: brokers: { fs }',
    });
  };
  return Object.freeze<PluginFs>({
    readFile: async (path) => files('fsRead', path).readFile(path),
    readText: async (path) => files('fsRead', path).readText(path),
    list: async (path) => files('fsRead', path).list(path),
    stat: async (path) => files('fsRead', path).stat(path),
    writeFile: async (path, data) => files('fs', path).writeFile(path, data),
    remove: async (path) => files('fs', path).remove(path),
  });
}
