import { type Found, findByRules } from './found.ts';
import { findFolded } from './find-secrets.ts';
import { type PiiKind, piiRules } from './pii-rules.ts';

/**
 * What tells who somebody is: mail addresses, telephone numbers, cards (Luhn), IBANs (mod 97), and numbers that states give to people, by their
 * checksums or the word before them. Names and postal addresses are not looked for.
 */
export function findPii(text: string): Found<PiiKind>[] {
  return findFolded(text, (folded) => findByRules(folded, piiRules));
}
