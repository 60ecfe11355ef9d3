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

/** Whether an error, or what caused it, would show a secret when it is printed. */
export function holdsSecret(thrown: unknown, secrets: readonly string[]): boolean {
  const long = secrets.filter((secret) => secret.length >= 4);
  for (let error = thrown, depth = 0; error !== undefined && depth < 8; depth++) {
    const text = printed(error);
    if (long.some((secret) => text.includes(secret))) return true;
    error = typeof error === 'object' && error !== null && 'cause' in error ? error.cause : undefined;
  }
  return false;
}

function printed(error: unknown): string {
  try {
    const { stack, message } = Object(error) as { readonly stack?: unknown; readonly message?: unknown };
    return [String(error), stack, message, JSON.stringify(error)].join(' ');
  } catch {
    return '';
  }
}
