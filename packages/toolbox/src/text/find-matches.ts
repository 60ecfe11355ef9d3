import { type Problem, problemOf } from '../tasks/problem.ts';
import { compilePattern } from './compile-pattern.ts';

export interface Search {
  readonly text: string;
  readonly pattern: string;
  readonly ignoreCase: boolean;
  readonly multiline: boolean;
  readonly maxMatches: number;
}

export interface Match {
  readonly match: string;
  /** Counted from 1. */
  readonly line: number;
  readonly column: number;
  /** Numbered groups in order; null where one took no part. */
  readonly groups?: (string | null)[];
  readonly named?: Record<string, string | null>;
}

export interface Matches {
  readonly matches: Match[];
  readonly truncated: boolean;
}

export function findMatches({ text, pattern, ignoreCase, multiline, maxMatches }: Search): Matches | Problem {
  const compiled = compilePattern(pattern, { ignoreCase, multiline });
  if ('reason' in compiled) return problemOf(compiled.reason, 'The pattern cannot be used: ');
  const matcher = compiled.matcher(text);
  const names = Object.keys(compiled.namedGroups());
  const place = placesIn(text);
  const matches: Match[] = [];
  while (matcher.find()) {
    if (matches.length === maxMatches) return { matches, truncated: true };
    const groups = Array.from({ length: matcher.groupCount() }, (_, at) => matcher.group(at + 1));
    matches.push({
      match: matcher.group(0) ?? '',
      ...place(matcher.start(0)),
      ...(groups.length > 0 && { groups }),
      ...(names.length > 0 && {
        named: Object.fromEntries(names.map((name) => [name, matcher.group(name)])),
      }),
    });
  }
  return { matches, truncated: false };
}

/** Line and column of places that come in order. */
function placesIn(text: string): (at: number) => { line: number; column: number } {
  let line = 1;
  let lineStart = 0;
  let next = text.indexOf('\n');
  return (at) => {
    for (; next !== -1 && next < at; next = text.indexOf('\n', lineStart)) {
      line++;
      lineStart = next + 1;
    }
    return { line, column: at - lineStart + 1 };
  };
}
