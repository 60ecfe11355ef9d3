/** A new id, `prefix_` and 24 hexadecimal digits: fits the pattern and length that every provider takes for call ids. */
export function createId(prefix: string): string {
  const id = crypto.randomUUID();
  return `${prefix}_${id.slice(0, 8)}${id.slice(9, 13)}${id.slice(24)}`;
}
