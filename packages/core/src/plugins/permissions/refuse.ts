import { ConfigError } from '../../errors/config-error.ts';

/** A plugin reached for what it has not declared. */
export function undeclared(
  plugin: string,
  kind: 'net' | 'env' | 'fs' | 'fsRead',
  wanted: string,
  declared: readonly string[] = [],
): ConfigError {
  return new ConfigError({
    code: 'permission',
    what: `Plugin "${plugin}" may not reach ${wanted}`,
    evidence:
      declared.length > 0
        ? `Its permissions.${kind} are ${declared.join(', ')}`
        : `It has no permissions.${kind}`,
    fix: `Declare it in the plugin: permissions: { ${kind}: ['${wanted}'] }`,
  });
}
