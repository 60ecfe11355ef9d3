/** Ways to cut a text: whole, every code unit, and random pieces that are the same in every run. */
export function chunkings(text: string): readonly (readonly string[])[] {
  const seeds = [1, 2, 3];
  return [[text], text.split(''), ...seeds.map((seed) => randomChunks(text, seed))];
}

/** Pieces of 1 to 12 code units. */
export function randomChunks(text: string, seed: number): string[] {
  const next = generator(seed);
  const chunks: string[] = [];
  for (let at = 0; at < text.length;) {
    const length = 1 + Math.floor(next() * 12);
    chunks.push(text.slice(at, at + length));
    at += length;
  }
  return chunks;
}

/** A small linear congruential generator: numbers from 0 up to 1. */
function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}
