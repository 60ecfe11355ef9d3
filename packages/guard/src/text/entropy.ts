/** Bits per character of a text, by how often each occurs in it. */
function entropyOf(text: string): number {
  const counts = new Map<string, number>();
  for (const char of text) counts.set(char, (counts.get(char) ?? 0) + 1);
  let bits = 0;
  for (const count of counts.values()) bits -= (count / text.length) * Math.log2(count / text.length);
  return bits;
}

/** Names, words and numbers that people and programs make of parts. */
const made: readonly RegExp[] = [
  // Digests and ids: nothing can be opened with them.
  /^[\da-f]+$/i,
  /^[\da-f]{8}-(?:[\da-f]{4}-){3}[\da-f]{12}$/i,
  /^[\d_-]+$/,
  /^(?:sha\d+|md5|xxh\d+)[-_:]/i,
  /^[A-Z\d]{26}$/, // ULID
  /^(?:msg|call|run|req|toolu|resp|chatcmpl|evt|cus|pi|ch|in|sub|prod|price|acct|tok|txn|asst|thread|file|batch|fc|rs|id|ws|item)_/, // ids with their kind before them
  // Paths, and words joined by signs or capitals.
  /^(?:[a-z]{2,}|[A-Z][a-z]+|\d{1,4}|[A-Z]{2,})(?:[/_+-](?:[a-z]{1,}|[A-Z][a-z]*|\d{1,4}|[A-Z]+|[a-z]+\d{1,3}))*$/,
  /^(?:[a-z]+\d{0,3}|[A-Z]{1,4}(?=[A-Z][a-z]|\d|$))?(?:[A-Z][a-z]{2,}\d{0,3}|[A-Z]{2,5}(?=[A-Z][a-z]|$)){2,}\d{0,4}$/,
];

/** Whether a text without blanks is as random as a key: letters and digits mixed, and no name. */
export function isRandom(text: string, minBits = 4): boolean {
  if (made.some((pattern) => pattern.test(text))) return false;
  const kinds = [/[a-z]/, /[A-Z]/, /\d/].filter((kind) => kind.test(text)).length;
  if (minBits >= 4 && (kinds < 3 || (text.match(/\d/g)?.length ?? 0) < 3)) return false;
  if (minBits >= 4 && changes(text) / text.length < 0.3) return false;
  return entropyOf(text) >= Math.min(minBits, Math.log2(text.length) - 0.7);
}

/** How often letters change their case or turn into digits: seldom in names, often in keys. */
function changes(text: string): number {
  let count = 0;
  for (let at = 1; at < text.length; at++) if (kindOf(text[at] ?? '') !== kindOf(text[at - 1] ?? '')) count++;
  return count;
}

function kindOf(char: string): string {
  if (/\d/.test(char)) return 'd';
  if (/[A-Z]/.test(char)) return 'A';
  return /[a-z]/.test(char) ? 'a' : '-';
}
