/** A text in which what is to be found stands in « ». */
export interface Sample {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

const alphabets: Readonly<Record<string, string>> = {
  A: 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789',
  a: 'abcdefghijklmnopqrstuvwxyz0123456789',
  B: 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_',
  H: '0123456789abcdef',
  U: 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567',
  D: '0123456789',
  W: 'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789',
};

/** Made up at run time, so that no file here looks as if it held a key: `{A36}` is 36 letters and digits. */
export function expand(template: string, seed = 1): string {
  let state = seed * 2_654_435_761;
  const next = (): number => {
    state = (state * 1_664_525 + 1_013_904_223) % 4_294_967_296;
    return state / 4_294_967_296;
  };
  return template.replace(/\{([AaBHUDW])(\d+)\}/g, (_, kind: string, length: string) => {
    const alphabet = alphabets[kind] ?? '';
    return Array.from({ length: Number(length) }, () => alphabet[Math.floor(next() * alphabet.length)]).join(
      '',
    );
  });
}

/** Without « » all of the text is meant. */
export function sample(template: string, seed?: number): Sample {
  const text = expand(template, seed);
  const start = text.indexOf('«');
  const end = text.indexOf('»') - 1;
  const plain = text.replace(/[«»]/g, '');
  return start < 0 ? { text: plain, start: 0, end: plain.length } : { text: plain, start, end };
}

/** Whether every character of what is to be found, blanks left out, is in something that was found. */
export function covers(
  found: readonly { readonly start: number; readonly end: number }[],
  { start, end, text }: Sample,
): boolean {
  for (let at = start; at < end; at++) {
    if (/\s/.test(text[at] ?? '')) continue;
    if (!found.some((one) => one.start <= at && at < one.end)) return false;
  }
  return true;
}
