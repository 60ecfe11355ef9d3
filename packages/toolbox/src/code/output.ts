/** What a program prints, up to a limit. */
export interface Output {
  /** Takes bytes of UTF-8 and says how many it took: all of them, also those beyond the limit. */
  readonly write: (bytes: Uint8Array) => number;
  readonly text: () => string;
}

export function createOutput(maxChars: number): Output {
  const decoder = new TextDecoder();
  let text = '';
  let isCut = false;
  return {
    write(bytes) {
      const more = decoder.decode(bytes, { stream: true });
      isCut ||= text.length + more.length > maxChars;
      text += more.slice(0, Math.max(0, maxChars - text.length));
      return bytes.length;
    },
    text: () => (isCut ? `${text}… (the rest is left out)` : text),
  };
}
