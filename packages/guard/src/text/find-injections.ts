import { type Found, withoutOverlaps } from './found.ts';
import { foldText } from './fold-text.ts';
import { hiddenForms } from './injection-forms.ts';
import { type InjectionKind, injectionRules } from './injection-rules.ts';

/** How near weak signs have to be to count together, in characters. */
const nearby = 300;

/**
 * Text that tries to tell a model what to do: to forget its instructions, to be somebody else, to send something away, to hide something from the
 * user. Read as it would look: folded, with single letters joined, digits taken for letters, and base64, entities and escapes decoded. It is a
 * search for known ways to say it; whoever finds a new one gets through, so it takes the place of no other rule.
 */
export function findInjections(text: string): Found<InjectionKind>[] {
  const folded = foldText(text);
  const found = search(folded.text.toLowerCase()).map((one) => ({
    ...one,
    ...folded.placeOf(one.start, one.end),
  }));
  if (found.length === 0) {
    for (const form of hiddenForms(folded.text)) {
      const [hidden] = search(foldText(form.text).text.toLowerCase());
      if (hidden) found.push({ kind: hidden.kind, ...folded.placeOf(form.start, form.end) });
    }
  }
  return withoutOverlaps(found.map((one) => ({ ...one, text: text.slice(one.start, one.end) })));
}

interface Sign {
  readonly kind: InjectionKind;
  readonly start: number;
  readonly end: number;
}

function search(text: string): Sign[] {
  const found: Sign[] = [];
  const weak: WeakSign[] = [];
  for (const [rule, { kind, pattern, weight }] of injectionRules.entries()) {
    for (const match of text.matchAll(pattern)) {
      const sign = { kind, start: match.index, end: match.index + match[0].length };
      if (weight === 'enough') found.push(sign);
      else weak.push({ ...sign, rule, parts: weight === 'half' ? 3 : 2 });
    }
  }
  return [...found, ...together(weak)];
}

/** A sign that counts with others: two halves, three thirds, each of another rule. */
interface WeakSign extends Sign {
  readonly rule: number;
  /** Of the six that make a whole. */
  readonly parts: 2 | 3;
}

function together(weak: readonly WeakSign[]): Sign[] {
  const sorted = weak.toSorted((one, other) => one.start - other.start);
  return sorted.flatMap((first, at) => {
    const parts = new Map<number, number>();
    let end = first.end;
    for (let next = at; next < sorted.length; next++) {
      const sign = sorted[next];
      if (!sign || sign.start - first.start >= nearby) break;
      parts.set(sign.rule, sign.parts);
      end = Math.max(end, sign.end);
    }
    const sum = [...parts.values()].reduce((all, part) => all + part, 0);
    return sum < 6 ? [] : [{ kind: first.kind, start: first.start, end }];
  });
}
