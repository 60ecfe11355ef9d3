import * as nodeModule from 'node:module';

/** What this package brings along and files of a project may import though nothing is installed there. */
const shared = /^(@pegboard\/(core|config|provider-local)|zod)(\/|$)/;

/**
 * Lets a project's files import Pegboard and zod before anything is installed in their folder: what cannot be found from there is taken
 * from where this package is. What is installed there counts first. Needs Node 22.15; on an older one the project must install them.
 */
export function shareOwnPackages(): void {
  if (!canShareOwnPackages()) return;
  nodeModule.registerHooks({
    resolve(specifier, context, nextResolve) {
      if (!shared.test(specifier)) return nextResolve(specifier, context);
      try {
        return nextResolve(specifier, context);
      } catch (error) {
        if (Object(error).code !== 'ERR_MODULE_NOT_FOUND') throw error;
        return nextResolve(specifier, { ...context, parentURL: import.meta.url });
      }
    },
  });
}

/** Whether this Node lets a program find modules for others. */
export function canShareOwnPackages(): boolean {
  return typeof nodeModule.registerHooks === 'function';
}
