import { type Found, findByRules } from './found.ts';
import { foldText } from './fold-text.ts';
import { isSecretMember, type SecretKind, secretRules } from './secret-rules.ts';
import type { Finder } from './text-finder.ts';

/**
 * Keys, tokens and passwords in a text: formats of vendors, private keys, JSON web tokens, credentials in URLs and headers, values behind names such
 * as `api_key`, and what is as random as a key. Look-alike and invisible characters make no difference.
 */
export function findSecrets(text: string): Found<SecretKind>[] {
  return findFolded(text, (folded) => findByRules(folded, secretRules));
}

/** `findSecrets`, and values of members whose name says that they are secret. */
export const secretFinder: Finder<SecretKind> = (text, key) =>
  key !== undefined && isSecretMember(key, text)
    ? [{ kind: 'password', start: 0, end: text.length, text }]
    : findSecrets(text);

/** Searches the folded text, and gives the places in the original. */
export function findFolded<Kind extends string>(
  text: string,
  find: (folded: string) => readonly Found<Kind>[],
): Found<Kind>[] {
  const folded = foldText(text);
  return find(folded.text).map(({ kind, start, end }) => {
    const place = folded.placeOf(start, end);
    return { kind, ...place, text: text.slice(place.start, place.end) };
  });
}
