import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { JsonObject, JsonValue, ModelEvent } from '@pegboard/core/provider';
import { type AnswerReader, createStreamReader } from '@pegboard/core/provider';

const call = { provider: 'p', model: 'm', headers: {}, secrets: [] };

/** Frames `{ id, text }` are pieces of text; all others are told as their JSON. */
function reader(repeats: boolean, parsed: { count: number }): AnswerReader {
  const say = (text: string, out: ModelEvent[]): void => void out.push({ type: 'text', index: 0, text });
  return {
    read(frame, out) {
      parsed.count++;
      const { text, id } = frame as JsonObject;
      say(typeof text === 'string' && id === 'a' ? text : JSON.stringify(frame), out);
    },
    finish: () => undefined,
    complete: true,
    ...(repeats && {
      repeats: (frame: JsonValue) => {
        const { text, id, ...rest } = frame as JsonObject;
        return typeof text === 'string' && id === 'a' && Object.keys(rest).length === 0
          ? { text, read: say }
          : undefined;
      },
    }),
  };
}

function read(
  stream: Uint8Array,
  cuts: readonly number[],
  repeats: boolean,
): { texts: string[]; parsed: number } {
  const parsed = { count: 0 };
  const frames = createStreamReader({ framing: 'sse' }, reader(repeats, parsed), call);
  const texts: string[] = [];
  let start = 0;
  for (const cut of [...cuts.toSorted((a, b) => a - b), stream.length]) {
    for (const event of frames.bytes(stream.subarray(start, cut)))
      if (event.type === 'text') texts.push(event.text);
    start = cut;
  }
  for (const event of frames.end()) if (event.type === 'text') texts.push(event.text);
  expect(frames.failure).toBeUndefined();
  return { texts, parsed: parsed.count };
}

const frame = fc.oneof(
  { weight: 8, arbitrary: fc.string({ maxLength: 8 }).map((text) => ({ id: 'a', text })) },
  {
    weight: 2,
    arbitrary: fc
      .constantFrom('"', '\\', '"}\n\ndata: {"id":"a","text":"', 'ü😀')
      .map((text) => ({ id: 'a', text })),
  },
  { weight: 1, arbitrary: fc.record({ id: fc.constantFrom('a', 'b'), other: fc.string({ maxLength: 4 }) }) },
);

describe('frames like the one before', () => {
  it('say the same as when each is parsed, however the bytes are cut and ended', () => {
    fc.assert(
      fc.property(
        fc.array(frame, { maxLength: 40 }),
        fc.array(fc.nat(4000), { maxLength: 12 }),
        fc.constantFrom('\n', '\r\n'),
        fc.constantFrom('data: ', 'data:', ': hi\n\ndata: ', 'event: x\ndata: '),
        (frames, marks, end, start) => {
          const text = frames.map((each) => `${start}${JSON.stringify(each)}${end}${end}`).join('');
          const stream = new TextEncoder().encode(text);
          const cuts = marks.map((mark) => mark % (stream.length + 1));
          expect(read(stream, cuts, true).texts).toEqual(read(stream, [], false).texts);
        },
      ),
    );
  });

  it('are not parsed once there were five, in one chunk as in many', () => {
    const frames = Array.from({ length: 100 }, (_, at) => `data: {"id":"a","text":"word ${at}"}\n\n`);
    const stream = new TextEncoder().encode(frames.join(''));
    expect(read(stream, [], true)).toMatchObject({ parsed: 5, texts: { length: 100 } });
    expect(read(stream, [30, 700, 701, 1500], true)).toMatchObject({ parsed: 5, texts: { length: 100 } });
    const named = new TextEncoder().encode(frames.map((each) => `event: piece\n${each}`).join(''));
    expect(read(named, [400], true)).toMatchObject({ parsed: 5, texts: { length: 100 } });
  });
});
