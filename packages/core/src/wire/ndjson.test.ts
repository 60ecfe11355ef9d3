import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createNdjsonDecoder } from '@pegboard/core/provider';

const encode = (text: string): Uint8Array => new TextEncoder().encode(text);

describe('the decoder of JSON lines', () => {
  it('gives the same values however the bytes are cut', () => {
    fc.assert(
      fc.property(
        fc.array(fc.jsonValue()),
        fc.integer({ min: 1, max: 50 }),
        fc.boolean(),
        (values, size, lastEnd) => {
          const bytes = encode(
            values.map((value) => JSON.stringify(value)).join('\r\n') + (lastEnd ? '\n' : ''),
          );
          const decoder = createNdjsonDecoder();
          const read: unknown[] = [];
          for (let at = 0; at < bytes.length; at += size)
            read.push(...decoder.push(bytes.subarray(at, at + size)));
          read.push(...decoder.end());
          expect(read).toEqual(values.map((value) => JSON.parse(JSON.stringify(value)) as unknown));
        },
      ),
    );
  });

  it('skips blank lines and drops a last value that was cut off', () => {
    const decoder = createNdjsonDecoder();
    expect(decoder.push(encode('\n{"a":1}\n\n{"b":'))).toEqual([{ a: 1 }]);
    expect(decoder.end()).toEqual([]);
  });

  it('refuses a line that is no JSON', () => {
    expect(() => createNdjsonDecoder().push(encode('<html>\n'))).toThrow(/no JSON.*<html>/);
  });
});
