/** JSON text without halves of surrogate pairs, which JSON can hold and the API refuses. */
export function wellFormed(json: string): string {
  return json.includes('\\ud') ? json.replace(halfCharacter, '$1\\ufffd') : json;
}

/** As JSON text always an escape. */
const halfCharacter = /(?<!\\)((?:\\\\)*)\\ud[89a-f][0-9a-f]{2}/g;
