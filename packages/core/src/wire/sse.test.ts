import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createSseDecoder, type SseEvent } from '@pegboard/core/provider';

const encode = (text: string): Uint8Array => new TextEncoder().encode(text);

function decode(chunks: readonly Uint8Array[], maxChars?: number): SseEvent[] {
  const decoder = createSseDecoder(maxChars === undefined ? {} : { maxChars });
  return [...chunks.flatMap((chunk) => decoder.push(chunk)), ...decoder.end()];
}

const data = (text: string): SseEvent[] => decode([encode(text)]);

/** Cuts bytes at the given places. */
function cut(bytes: Uint8Array, places: readonly number[]): Uint8Array[] {
  const edges = [
    ...new Set([0, ...places.map((place) => place % (bytes.length + 1)), bytes.length]),
  ].toSorted((a, b) => a - b);
  return edges.slice(1).map((edge, index) => bytes.subarray(edges[index], edge));
}

describe('the event-stream decoder', () => {
  it('gives events as their blank line arrives', () => {
    const decoder = createSseDecoder();
    expect(decoder.push(encode('data: a\n\ndata: b\n'))).toEqual([{ event: '', data: 'a' }]);
    expect(decoder.push(encode('\n'))).toEqual([{ event: '', data: 'b' }]);
    expect(decoder.end()).toEqual([]);
  });

  it.each([
    ['LF', 'event: x\ndata: a\ndata:b\n\n'],
    ['CRLF', 'event: x\r\ndata: a\r\ndata:b\r\n\r\n'],
    ['CR', 'event: x\rdata: a\rdata:b\r\r'],
    ['a byte order mark', '\uFEFFevent: x\ndata: a\ndata:b\n\n'],
    [
      'comments and keep-alives',
      ': hi\n\n:\n\nevent: x\n: in between\ndata: a\nid: 7\nretry: 10\ndata:b\n\n:\n\n',
    ],
    ['no last blank line', 'event: x\ndata: a\ndata:b'],
  ])('takes %s', (_, text) => {
    expect(data(text)).toEqual([{ event: 'x', data: 'a\nb' }]);
  });

  it('takes off one blank after the colon and no more', () => {
    expect(data('data:  a \n\ndata:b\n\ndata\n\n').map((event) => event.data)).toEqual([' a ', 'b', '']);
  });

  it('forgets the name of an event that has no data', () => {
    expect(data('event: ping\n\ndata: a\n\n')).toEqual([{ event: '', data: 'a' }]);
  });

  it('joins characters and surrogate pairs that were split', () => {
    const bytes = encode('data: é😀\u{1F468}\u200D\u{1F469}漢\n\n');
    expect(decode([...bytes].map((byte) => Uint8Array.of(byte)))).toEqual(decode([bytes]));
    expect(decode([bytes])[0]?.data).toBe('é😀\u{1F468}\u200D\u{1F469}漢');
  });

  it('replaces invalid bytes and goes on', () => {
    expect(decode([Uint8Array.of(...encode('data: '), 0xff, ...encode('x\n\ndata: b\n\n'))])).toHaveLength(2);
  });

  it('refuses a line without end, and an event without end', () => {
    const endless = expect.objectContaining({ code: 'invalid-response' }) as Error;
    expect(() => decode([encode(`data: ${'x'.repeat(200)}`)], 100)).toThrow(endless);
    expect(() => decode([encode('data: 0123456789\n'.repeat(20))], 100)).toThrow(endless);
    expect(decode([encode('data: 0123456789\n\n'.repeat(20))], 100)).toHaveLength(20);
  });

  it('drops a byte order mark at the very beginning alone', () => {
    const chunks = [encode('\uFEFFdata: a'), encode('\uFEFFb\n\n')];
    expect(decode(chunks).map((event) => event.data)).toEqual(['a\uFEFFb']);
  });

  it('costs time in proportion to the length of a line that comes byte by byte', () => {
    const decoder = createSseDecoder();
    const piece = encode('x'.repeat(10));
    decoder.push(encode('data: '));
    for (let count = 0; count < 200_000; count++) decoder.push(piece);
    expect(decoder.push(encode('\n\n'))[0]?.data).toHaveLength(2_000_000);
  });

  const line = fc.oneof(
    fc.string({ unit: 'grapheme' }).map((text) => `data: ${text.replace(/[\r\n]/g, '')}`),
    fc.constantFrom(
      '',
      ':',
      ': note',
      'data',
      'data:',
      'event: x',
      'event',
      'id: 1',
      'nonsense',
      'data:  two',
    ),
  );
  const stream = fc
    .array(fc.tuple(line, fc.constantFrom('\n', '\r\n', '\r')))
    .map((lines) => lines.map(([text, end]) => text + end).join(''));

  it('gives the same events however the bytes are cut', () => {
    fc.assert(
      fc.property(stream, fc.array(fc.nat(10_000)), (text, places) => {
        const bytes = encode(text);
        expect(decode(cut(bytes, places))).toEqual(decode([bytes]));
        expect(decode([...bytes].map((byte) => Uint8Array.of(byte)))).toEqual(decode([bytes]));
      }),
    );
  });

  it('gives back what was written, for any data', () => {
    const text = fc.string({ unit: 'binary' }).map((raw) => raw.replace(/\r/g, '').toWellFormed());
    fc.assert(
      fc.property(fc.array(text), fc.array(fc.nat(10_000)), (texts, places) => {
        const wire = texts
          .map(
            (each) =>
              `${each
                .split('\n')
                .map((part) => `data: ${part}\n`)
                .join('')}\n`,
          )
          .join('');
        const bytes = encode(`: first\n\n${wire}`);
        expect(decode(cut(bytes, places)).map((event) => event.data)).toEqual(texts);
      }),
    );
  });
});
