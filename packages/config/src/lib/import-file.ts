import * as nodeModule from 'node:module';
import { basename } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ConfigError } from '@pegboard/core';

/**
 * Imports a file of JavaScript or TypeScript. A `version` makes the runtime load it anew, together with what it imports by relative paths
 * (from Node 22.15 on). What was loaded before stays in memory, as modules are never unloaded.
 */
export async function importFile(path: string, version?: number): Promise<Readonly<Record<string, unknown>>> {
  if (version !== undefined) passVersionsOn();
  const url = pathToFileURL(path).href + (version === undefined ? '' : `?${key}=${version}`);
  try {
    return (await import(/* @vite-ignore */ url)) as Readonly<Record<string, unknown>>;
  } catch (cause) {
    throw explain(path, cause);
  }
}

const key = 'pegboard';

let passing = false;

/** From here on relative imports of a module with a version have that version too. */
function passVersionsOn(): void {
  // Other runtimes, and Node before 22.15, have no such hooks: a named import of it would fail there.
  const { registerHooks } = nodeModule as Partial<typeof nodeModule>;
  if (passing || !registerHooks) return;
  passing = true;
  registerHooks({
    resolve(specifier, context, next) {
      const resolved = next(specifier, context);
      const version = /\?pegboard=(\d+)$/.exec(context.parentURL ?? '')?.[1];
      if (version === undefined || !specifier.startsWith('.') || resolved.url.includes('?')) return resolved;
      return { ...resolved, url: `${resolved.url}?${key}=${version}` };
    },
  });
}

/** `config.mjs:2: ` where the stack begins with the place, as for TypeScript that is not well-formed. */
function placeOf(stack: unknown): string {
  const [first = ''] = typeof stack === 'string' ? stack.split('\n', 1) : [];
  const [, file, line] = /^(file:.*|\/.*|[A-Za-z]:\\.*):(\d+)$/.exec(first) ?? [];
  return file === undefined ? '' : `${basename(file).replace(/\?.*$/, '')}:${line}: `;
}

function explain(path: string, cause: unknown): ConfigError {
  const { code, message, stack } = Object(cause) as Partial<NodeJS.ErrnoException>; // anything may be thrown
  if (code === 'ERR_UNKNOWN_FILE_EXTENSION' && /\.[cm]?ts$/.test(path)) {
    return new ConfigError({
      what: 'This Node cannot read TypeScript',
      evidence: `${basename(path)} with Node ${process.versions.node}`,
      fix: 'Use Node 22.18 or newer, or write it as .mjs',
      cause,
    });
  }
  if (code === 'ERR_UNSUPPORTED_TYPESCRIPT_SYNTAX') {
    return new ConfigError({
      what: 'Node runs TypeScript whose types can be erased, and no more',
      evidence: `${basename(path)} holds an enum, a namespace with values, a parameter property or a decorator`,
      fix: 'Write that piece as plain JavaScript',
      cause,
    });
  }
  if (
    /\.[jt]s$/.test(path) &&
    /^(Unexpected token 'export'|Cannot use import statement)/.test(message ?? '')
  ) {
    return new ConfigError({
      what: `${basename(path)} is read as CommonJS`,
      evidence: 'its package.json does not say "type": "module"',
      fix: `Name it ${basename(path).replace(/([jt]s)$/, 'm$1')}, or add "type": "module" to package.json`,
      cause,
    });
  }
  return new ConfigError({
    what: `${basename(path)} cannot be loaded`,
    evidence: `${placeOf(stack)}${message ?? String(cause)}`,
    fix: `Run it alone to see more: node ${path}`,
    cause,
  });
}
