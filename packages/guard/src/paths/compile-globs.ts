import { ConfigError } from '@pegboard/core';
import { foldName } from './fold-name.ts';

export interface GlobOptions {
  /** Compares as file systems that hold case and Unicode forms for equal do. Default false. */
  readonly fold?: boolean;
}

/** Most alternatives that the braces of one pattern may come to. */
const maxAlternatives = 256;

/**
 * A test of paths (names joined by `/`) by patterns: `*` and `?` within a name, `**` for any folders, `[a-z]`, `{a,b}`. A pattern without
 * `/` is compared with the last name only. Matching takes time in proportion to path and pattern, whatever they are, so that patterns
 * may come from a model. Throws `ConfigError` for a pattern that is empty or has too many alternatives.
 */
export function compileGlobs(
  patterns: readonly string[],
  { fold = false }: GlobOptions = {},
): (path: string) => boolean {
  const form = fold ? foldName : (name: string) => name;
  const globs = patterns.flatMap(expandBraces).map((pattern) => {
    const names = pattern
      .replace(/^\.?\//, '')
      .replace(/\/$/, '')
      .split('/');
    if (names.join('') === '') throw unusable(pattern, 'It names nothing');
    const isLoose = names.length === 1 && !/^\.?\//.test(pattern);
    return (isLoose ? ['**', ...names] : names).map((name) => (name === '**' ? name : readName(form(name))));
  });
  return (path) => {
    const names = path.split('/').map((name) => Array.from(form(name)));
    return globs.some((glob) => matchesNames(glob, names));
  };
}

type Test = (char: string) => boolean;
type NameGlob = readonly (Test | '*')[];

/** Which starts of the path fit the pattern so far; folders of any number keep all that follow. */
function matchesNames(glob: readonly (NameGlob | '**')[], names: readonly (readonly string[])[]): boolean {
  let fits = names.map(() => false);
  fits.unshift(true);
  for (const part of glob) {
    let before = false;
    fits = fits.map((fit, at) => {
      if (part === '**') {
        before ||= fit;
        return before;
      }
      const result = before && matchesName(part, names[at - 1] ?? []);
      before = fit;
      return result;
    });
  }
  return fits.at(-1) === true;
}

/** Goes back to the last `*` only, which is enough. */
function matchesName(glob: NameGlob, chars: readonly string[]): boolean {
  let at = 0;
  let star = -1;
  let starAt = 0;
  for (let from = 0; from < chars.length;) {
    const test = glob[at];
    if (test === '*') {
      star = at++;
      starAt = from;
    } else if (test?.(chars[from] ?? '')) {
      at++;
      from++;
    } else if (star >= 0) {
      at = star + 1;
      from = ++starAt;
    } else return false;
  }
  return glob.slice(at).every((test) => test === '*');
}

function readName(name: string): NameGlob {
  const parts: (Test | '*')[] = [];
  for (const [piece] of name.matchAll(/\[[!^]?\]?[^\]]*\]|\*+|./gsu)) {
    if (piece.startsWith('*')) parts.push('*');
    else if (piece === '?') parts.push(() => true);
    else if (piece.length > 2 && piece.startsWith('[')) parts.push(readClass(piece.slice(1, -1)));
    else parts.push((char) => char === piece);
  }
  return parts;
}

function readClass(text: string): Test {
  const isNot = /^[!^]/.test(text);
  const ranges = [...(isNot ? text.slice(1) : text).matchAll(/(.)-(.)|(.)/gsu)].map(
    ([, from, to, single]) => [from ?? single ?? '', to ?? single ?? ''] as const,
  );
  return (char) => ranges.some(([from, to]) => char >= from && char <= to) !== isNot;
}

function expandBraces(pattern: string): readonly string[] {
  const done: string[] = [];
  const open = [pattern];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const braces = /^(?<before>.*?)\{(?<inner>[^{}]*,[^{}]*)\}(?<after>.*)$/s.exec(next)?.groups;
    if (!braces) done.push(next);
    else {
      for (const choice of (braces['inner'] ?? '').split(',')) {
        open.push(`${braces['before']}${choice}${braces['after']}`);
      }
    }
    if (done.length + open.length > maxAlternatives) {
      throw unusable(pattern, `Its braces come to more than ${maxAlternatives} alternatives`);
    }
  }
  return done;
}

function unusable(pattern: string, evidence: string): ConfigError {
  return new ConfigError({
    what: `The pattern ${JSON.stringify(pattern.slice(0, 80))} cannot be used`,
    evidence,
    fix: 'Write a pattern such as *.md, src/**/*.ts or .env*',
  });
}
