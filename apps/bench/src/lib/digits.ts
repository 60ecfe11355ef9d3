/** A figure with three digits, or as a whole number. */
export function digits(value: number): string {
  const isWhole = Number.isInteger(value) || Math.abs(value) >= 100;
  return isWhole ? Math.round(value).toLocaleString('en') : value.toPrecision(3);
}
