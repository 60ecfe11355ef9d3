/** The value of a number's text; undefined when a number cannot hold it: digits of its whole part are lost, too big, too small. */
export function exactNumber(raw: string): number | undefined {
  const value = Number(raw);
  if (!Number.isFinite(value)) return undefined;
  if (value === 0) return /[1-9]/.test(raw.split(/e/i, 1)[0] ?? '') ? undefined : value;
  if (Math.abs(value) <= Number.MAX_SAFE_INTEGER) return value;
  return digitsOf(raw) === digitsOf(String(value)) ? value : undefined;
}

/** Significant digits only; their place is the value's. */
function digitsOf(raw: string): string {
  const mantissa = raw.split(/e/i, 1)[0] ?? '';
  return mantissa
    .replaceAll(/[^0-9]/g, '')
    .replace(/^0+/, '')
    .replace(/0+$/, '');
}

/** Number as JSON writes it. */
export function isJsonNumber(text: string): boolean {
  return /^-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?$/.test(text);
}

/** Number that says the same as a JSON number but is none: `+1`, `.5`, `1.`. */
export function isLooseNumber(text: string): boolean {
  return (
    /^[+-]?(?:(?:0|[1-9][0-9]*)(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?$/.test(text) && !isJsonNumber(text)
  );
}
