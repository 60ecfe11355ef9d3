const digits = 24;
const perRefill = 128;
const hex = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));
let random = '';
let used = 0;

/** A new id, `prefix_` and 24 random hexadecimal digits: fits the pattern and length that every provider takes for call ids. */
export function createId(prefix: string): string {
  if (used === random.length) {
    const bytes = crypto.getRandomValues(new Uint8Array((perRefill * digits) / 2));
    const pairs: (string | undefined)[] = [];
    bytes.forEach((byte) => pairs.push(hex[byte]));
    random = pairs.join('');
    used = 0;
  }
  return `${prefix}_${random.slice(used, (used += digits))}`;
}
