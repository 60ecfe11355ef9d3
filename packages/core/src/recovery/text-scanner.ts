import { escapeRegExp } from '../lib/escape-reg-exp.ts';
import type { Dialect } from './dialect.ts';

/** A literal that means something in what a model writes. */
export type Special =
  | { readonly kind: 'open'; readonly literal: string; readonly dialect: Dialect }
  | { readonly kind: 'think'; readonly literal: string; readonly close: readonly string[] }
  /** Ends reasoning whose beginning was in the prompt. */
  | { readonly kind: 'stray-think-end'; readonly literal: string }
  | { readonly kind: 'code'; readonly literal: '`' }
  /** A control token that is never shown. */
  | { readonly kind: 'noise'; readonly literal: string };

export interface SpecialFound {
  readonly at: number;
  readonly special: Special;
}

/** Finds literals in text, also such that are not there in full yet. */
export interface TextScanner {
  /**
   * The first special in `text`, or from where on the text must be held back because more of it could make one (`at`, without
   * `special`). With `final` nothing more comes.
   */
  find(
    text: string,
    from: number,
    final: boolean,
  ): SpecialFound | { readonly at: number; readonly special?: undefined };
}

export function createTextScanner(specials: readonly Special[]): TextScanner {
  const byLiteral = new Map(specials.map((special) => [special.literal, special]));
  const literals = [...byLiteral.keys()].toSorted((a, b) => b.length - a.length);
  const pattern = new RegExp(literals.map(escapeRegExp).join('|'), 'g');
  const longest = literals[0]?.length ?? 0;
  const firstCharacters = new Set(literals.map((literal) => literal.charCodeAt(0)));
  const beginnings = new Set(
    literals.flatMap((literal) => Array.from(literal.slice(1), (_, end) => literal.slice(0, end + 1))),
  );

  /** Where the text's end could be the beginning of a literal. */
  const heldFrom = (text: string, from: number): number => {
    for (let at = Math.max(from, text.length - longest + 1); at < text.length; at++) {
      if (firstCharacters.has(text.charCodeAt(at)) && beginnings.has(text.slice(at))) return at;
    }
    return text.length;
  };
  return {
    find(text, from, final) {
      const held = final ? text.length : heldFrom(text, from);
      pattern.lastIndex = from;
      const match = pattern.exec(text);
      // A literal that could still grow into a longer one is held back as well.
      if (!match || match.index >= held) return { at: held };
      const special = byLiteral.get(match[0]);
      return special ? { at: match.index, special } : { at: held };
    },
  };
}
