import { ConfigError } from '@pegboard/core';
import { knownClasses } from './known-classes.ts';

/** What `new` is called on. */
export type ToolClass = new (...args: readonly unknown[]) => unknown;

/** The class of that name from its module. Rejects with `ConfigError`, which names the package to install when one is missing. */
export async function loadClass(name: string, from: string | undefined): Promise<ToolClass> {
  const specifier = from ?? (Object.hasOwn(knownClasses, name) ? knownClasses[name] : undefined);
  if (specifier === undefined) throw unknownClass(name);
  const module = await load(name, specifier);
  const found = module[name];
  if (typeof found === 'function') return found as ToolClass; // what is no class fails at `new`
  const classes = Object.keys(module).filter((key) => typeof module[key] === 'function');
  throw new ConfigError({
    code: 'unknown-name',
    what: `langchainTools: there is no ${name} in ${specifier}`,
    evidence: classes.length > 0 ? `it exports ${classes.slice(0, 10).join(', ')}` : 'it exports no class',
    fix: 'Name a class that the module exports',
  });
}

async function load(name: string, specifier: string): Promise<Readonly<Record<string, unknown>>> {
  try {
    return (await import(specifier)) as Record<string, unknown>;
  } catch (cause) {
    const text = cause instanceof Error ? cause.message : String(cause);
    const missing = missingPackage(text);
    throw new ConfigError({
      what: `langchainTools: ${name} cannot be loaded from ${specifier}`,
      evidence: missing === undefined ? text.slice(0, 300) : `the package ${missing} is not installed`,
      ...(missing !== undefined && { fix: `Install it: npm install ${missing}` }),
      cause,
    });
  }
}

/** The package that a loader did not find: that of the tool, or one that the tool needs itself. Runtimes word it differently. */
function missingPackage(message: string): string | undefined {
  const found =
    /(?:Cannot find (?:package|module)|Could not resolve|Failed to load url|Failed to resolve[^'"]*)\s*['"]?([^'"\s]+)['"]?/i.exec(
      message,
    )?.[1];
  if (found === undefined || /^[./]|^file:/.test(found)) return undefined;
  return found
    .split('/')
    .slice(0, found.startsWith('@') ? 2 : 1)
    .join('/');
}

function unknownClass(name: string): ConfigError {
  return new ConfigError({
    code: 'unknown-name',
    what: `langchainTools: the class ${name} is not known here`,
    evidence: `known without \`from\` are ${Object.keys(knownClasses).join(', ')}`,
    fix: `Say where it is: { use: ${name}, from: "@langchain/some-package" }`,
  });
}
