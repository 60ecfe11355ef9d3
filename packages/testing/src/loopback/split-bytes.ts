/** How a body is cut into network chunks. A number: so many bytes each. `utf8`: inside every character of several bytes. */
export type Chunking = 'whole' | 'utf8' | number | { readonly seed: number; readonly max?: number };

/** Cuts bytes; the same seed cuts at the same places. */
export function splitBytes(bytes: Uint8Array, chunking: Chunking): Uint8Array[] {
  if (bytes.length === 0) return [];
  if (chunking === 'whole') return [bytes];
  if (chunking === 'utf8') return splitAt(bytes, insideCharacters(bytes));
  if (typeof chunking === 'number')
    return splitAt(
      bytes,
      every(bytes.length, () => chunking),
    );
  const { seed, max = 64 } = chunking;
  const next = random(seed);
  return splitAt(
    bytes,
    every(bytes.length, () => 1 + Math.floor(next() * max)),
  );
}

function every(length: number, size: () => number): number[] {
  const cuts: number[] = [];
  for (let at = size(); at < length; at += size()) cuts.push(at);
  return cuts;
}

/** Before each continuation byte (10xxxxxx). */
function insideCharacters(bytes: Uint8Array): number[] {
  return Array.from(bytes.keys()).filter((at) => ((bytes[at] ?? 0) & 0xc0) === 0x80);
}

function splitAt(bytes: Uint8Array, cuts: readonly number[]): Uint8Array[] {
  return [0, ...cuts].map((from, index) => bytes.subarray(from, cuts[index] ?? bytes.length));
}

/** Numbers in [0, 1) by a linear congruential generator (constants of Numerical Recipes). */
function random(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}
