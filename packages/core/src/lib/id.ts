/** A new id, `prefix_` and 24 hexadecimal digits: fits the pattern and length that every provider takes for call ids. */
export function createId(prefix: string): string {
  return `${prefix}_${crypto.randomUUID().replaceAll('-', '').slice(0, 24)}`;
}
