import { ConfigError } from '@pegboard/core';

export type Variables = Readonly<Record<string, string | undefined>>;

const reference = /\$?\$\{(?:env:)?([A-Za-z_][A-Za-z0-9_]*)(?::-([^}]*))?\}/g;

/**
 * The text with `${NAME}`, `${env:NAME}` and `${NAME:-default}` replaced by variables; `$${NAME}` stands for `${NAME}` itself.
 * Throws `ConfigError` for one that is not set.
 */
export function interpolate(text: string, variables: Variables, place: string): string {
  return text.replace(reference, (match, name: string, fallback: string | undefined) => {
    if (match.startsWith('$$')) return match.slice(1);
    const value = variables[name] || fallback;
    if (value !== undefined) return value;
    throw new ConfigError({
      code: 'missing-key',
      what: `The variable ${name} is not set`,
      evidence: `${place} needs it`,
      fix: `Set it, give a default (\${${name}:-…}), or write $\${${name}} for the text itself`,
    });
  });
}
