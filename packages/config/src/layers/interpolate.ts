import { ConfigError } from '@pegboard/core';
import { isPlainObject } from '../lib/is-plain-object.ts';
import { formatPath, type Path } from '../lib/path.ts';
import { didYouMean } from '../lib/nearest.ts';
import type { Problem } from '../check/explain-issues.ts';

export interface Sources {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Throws `ConfigError` for what may not be read. */
  readonly readText: (path: string) => string;
}

export interface Interpolated {
  readonly value: Readonly<Record<string, unknown>>;
  /** References that lead nowhere; the texts that hold them are left as they are. */
  readonly problems: readonly Problem[];
  /** What came from the environment, and files of one line, to be kept out of messages. */
  readonly secrets: readonly string[];
}

/** Values further down are left as they are. */
const maxDepth = 100;

/** Fills in `${env:NAME}`, `${env:NAME:-default}` and `${file:path}` in every text; `$$` is a dollar. Keys are left alone. */
export function interpolate(settings: Interpolated['value'], sources: Sources): Interpolated {
  const problems: Problem[] = [];
  const secrets = new Set<string>();
  const fill = (value: unknown, path: Path): unknown => {
    if (typeof value === 'string') return fillText(value, path);
    // Only code can make such a thing, and only one that refers to itself.
    if (path.length > maxDepth) return value;
    if (Array.isArray(value)) return value.map((item, index) => fill(item, [...path, index]));
    return isPlainObject(value) ? fillMembers(value, path) : value;
  };
  const fillMembers = (value: Interpolated['value'], path: Path): Interpolated['value'] =>
    Object.fromEntries(Object.entries(value).map(([key, member]) => [key, fill(member, [...path, key])]));
  const fileText = (path: string): string => {
    const text = sources.readText(path).replace(/\r?\n$/, '');
    // Keys are often handed over as files of one line.
    if (!text.includes('\n') && text.length <= 500) secrets.add(text);
    return text;
  };
  const fillText = (text: string, path: Path): string => {
    try {
      return text.replace(reference, (whole, kind?: string, argument = '') => {
        if (whole === '$$') return '$';
        if (kind === 'file') return fileText(argument);
        if (kind !== 'env') throw new ConfigError({ what: unknownReference(whole) });
        const found = readVariable(argument, sources.env);
        if (found.secret) secrets.add(found.text);
        return found.text;
      });
    } catch (error) {
      problems.push({ path, text: `${formatPath(path)}: ${(error as ConfigError).message}` }); // nothing else is thrown above
      return text;
    }
  };
  const value = fillMembers(settings, []);
  return { value, problems, secrets: [...secrets] };
}

/** `$$`, or `${kind:argument}`; a brace in the argument ends it. */
const reference = /\$\$|\$\{(?:([a-z]*):)?([^}]*)\}/g;

function readVariable(
  argument: string,
  env: Sources['env'],
): { readonly text: string; readonly secret: boolean } {
  const [name = '', fallback] = split(argument, ':-');
  if (!/^[A-Za-z_]\w*$/.test(name))
    throw new ConfigError({ what: `"${name}" is no name of an environment variable` });
  const text = env[name];
  if (text) return { text, secret: true };
  if (fallback !== undefined) return { text: fallback, secret: false };
  throw new ConfigError({
    what: `the environment variable ${name} is ${text === '' ? 'empty' : 'not set'}`,
    fix: `Set it, or write \${env:${name}:-default}`,
  });
}

function split(text: string, separator: string): readonly string[] {
  const at = text.indexOf(separator);
  return at < 0 ? [text] : [text.slice(0, at), text.slice(at + separator.length)];
}

function unknownReference(whole: string): string {
  const kind = /^\$\{([a-z]*)/.exec(whole)?.[1] ?? '';
  const near = didYouMean(kind, ['env', 'file']);
  return `${whole} is no reference: there are \${env:NAME} and \${file:path}.${near} A dollar and a brace as text are written $\${`;
}
