import type { PluginPermissions } from '../../contracts/plugin.ts';
import { matchesGlob } from '../../lib/glob.ts';
import type { Grants } from '../registry.ts';
import { coversHost } from './host-pattern.ts';
import { isInside } from './path-scope.ts';

/** What is declared and not granted, in words: `net api.example.com`, `env ACME_KEY`, `spawn`. */
export function uncovered(declared: PluginPermissions, grants: Grants | undefined): readonly string[] {
  if (grants === true) return [];
  const { net = [], env = [], fs = [], fsRead = [], spawn = false } = grants ?? {};
  const readable = [...fs, ...fsRead];
  return [
    ...missing('net', declared.net, (host) => net.some((wider) => coversHost(wider, host))),
    ...missing('env', declared.env, (name) => env.some((wider) => coversName(wider, name))),
    ...missing('fs', declared.fs, (path) => fs.some((scope) => isInside(scope, path))),
    ...missing('fsRead', declared.fsRead, (path) => readable.some((scope) => isInside(scope, path))),
    ...(declared.spawn === true && !spawn ? ['spawn'] : []),
  ];
}

function missing(
  kind: string,
  declared: readonly string[] = [],
  covered: (item: string) => boolean,
): readonly string[] {
  return declared.filter((item) => !covered(item)).map((item) => `${kind} ${item}`);
}

/** A pattern as a name covers what it looks like: `ACME_*` holds `ACME_EU_*`. */
function coversName(wider: string, name: string): boolean {
  return matchesGlob(name, wider);
}
