const excerptLength = 40;

/** Type and short excerpt of a value: `string "ten"`, `array of 3 items`, `object with the keys a, b`. */
export function describeValue(value: unknown): string {
  if (value === null) return 'null';
  if (value === undefined) return 'nothing';
  if (Array.isArray(value))
    return value.length === 0 ? 'an empty array' : `array of ${value.length} item${plural(value.length)}`;
  switch (typeof value) {
    case 'string':
      return value === '' ? 'an empty string' : `string ${quote(value)}`;
    case 'object':
      return describeObject(value);
    case 'number':
    case 'boolean':
    case 'bigint':
      return `${typeof value} ${value}`;
    default:
      return `a ${typeof value}`;
  }
}

function describeObject(value: object): string {
  const keys = Object.keys(value);
  if (keys.length === 0) return 'an empty object';
  return `object with the key${plural(keys.length)} ${listed(keys, 5)}`;
}

function plural(count: number): string {
  return count === 1 ? '' : 's';
}

/** JSON text of a value, cut to 40 characters. */
export function quote(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value);
  if (text.length <= excerptLength + 2) return text;
  const cut = text.slice(0, excerptLength).replace(/[\uD800-\uDBFF]$/, '');
  return `${cut}…${typeof value === 'string' ? '"' : ''}`;
}

/** Names joined by commas, the rest counted. */
export function listed(names: readonly string[], most: number): string {
  const shown = names.slice(0, most).join(', ');
  return names.length > most ? `${shown} and ${names.length - most} more` : shown;
}
