import * as fc from 'fast-check';
import type { Marked } from './marks.ts';

/** What is done to a rendered call; `where` is a share of the places that there are. */
export interface Mutation {
  readonly kind: 'cut' | 'delete' | 'insert' | 'replace' | 'drop-token';
  readonly where: number;
  readonly char: string;
}

const inserted = '{}[]",:\'`<>/|\\ \n'.split('');

export const mutation: fc.Arbitrary<Mutation> = fc.record({
  kind: fc.constantFrom('cut', 'delete', 'insert', 'replace', 'drop-token'),
  where: fc.double({ min: 0, max: 0.999_999, noNaN: true }),
  char: fc.constantFrom(...inserted),
});

/** Changes only syntax, never data; undefined when there is no place for it. */
export function mutate(marked: Marked, { kind, where, char }: Mutation): string | undefined {
  const { text } = marked;
  if (kind === 'cut') return text.slice(0, 1 + Math.floor(where * (text.length - 1)));
  if (kind === 'drop-token') return dropToken(marked, where);
  const at = pick(innerPlaces(marked), where);
  if (at === undefined) return undefined;
  const rest = kind === 'insert' ? at : at + 1;
  return text.slice(0, at) + (kind === 'delete' ? '' : char) + text.slice(rest);
}

/** Syntax that does not touch data: what is put there cannot become part of a value. */
function innerPlaces({ syntax }: Marked): number[] {
  return syntax.flatMap((own, at) =>
    own && syntax[at - 1] !== false && syntax[at + 1] !== false ? [at] : [],
  );
}

function dropToken({ text, syntax }: Marked, where: number): string | undefined {
  const tokens = [...text.matchAll(/<[^<>\n]{1,60}>|\[[A-Z_]{2,}\]|```\w*|[{}[\]",:]/gu)].filter(
    ({ index, 0: token }) => syntax.slice(index, index + token.length).every(Boolean),
  );
  const token = pick(tokens, where);
  return token && text.slice(0, token.index) + text.slice(token.index + token[0].length);
}

function pick<Item>(items: readonly Item[], where: number): Item | undefined {
  return items[Math.floor(where * items.length)];
}
