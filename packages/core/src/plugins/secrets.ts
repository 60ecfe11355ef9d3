import type { Plugin } from '../contracts/plugin.ts';

const secretName = /key|token|secret|password|credential|auth/i;

/** Texts that must not show: those of the config and of the plugin's variables whose names say so. */
export function secretsOf(
  config: unknown,
  plugin: Plugin | undefined,
  env: (name: string) => string | undefined,
): readonly string[] {
  return [...secretsIn(config), ...envValues(plugin?.permissions?.env, env)];
}

function secretsIn(config: unknown, named = false, depth = 0): readonly string[] {
  if (typeof config === 'string') return named ? [config] : [];
  if (typeof config !== 'object' || config === null || depth > 8) return [];
  return Object.entries(config).flatMap(([key, value]) =>
    secretsIn(value, named || secretName.test(key), depth + 1),
  );
}

function envValues(
  names: readonly string[] = [],
  read: (name: string) => string | undefined,
): readonly string[] {
  return names.filter((name) => secretName.test(name)).flatMap((name) => read(name) ?? []);
}
