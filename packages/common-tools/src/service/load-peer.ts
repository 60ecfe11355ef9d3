import { ConfigError } from '@pegboard/core';

/** Loads a package that only this tool needs. Rejects with a `ConfigError` that holds the install command when it is missing. */
export async function loadPeer<T>(name: string, tool: string, load: () => Promise<T>): Promise<T> {
  try {
    return await load();
  } catch (cause) {
    const { code } = Object(cause) as { readonly code?: unknown };
    if (code !== 'ERR_MODULE_NOT_FOUND' && code !== 'MODULE_NOT_FOUND') throw cause;
    throw new ConfigError({
      what: `${tool} needs the package ${name}`,
      evidence: 'It is not installed',
      fix: `Run npm install ${name}`,
      cause,
    });
  }
}
