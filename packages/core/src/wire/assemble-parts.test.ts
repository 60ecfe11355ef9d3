import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  createPartAssembler,
  type ModelEvent,
  type RawToolCall,
  type ToolCallPiece,
} from '@pegboard/core/provider';

function assemble(pieces: readonly ToolCallPiece[]): RawToolCall[] {
  const out: ModelEvent[] = [];
  const parts = createPartAssembler();
  for (const piece of pieces) parts.toolCall(piece, out);
  const end: ModelEvent[] = [];
  parts.finish(end);
  return end.flatMap((event) =>
    event.type === 'part' && event.part.type === 'tool-call' ? [event.part] : [],
  );
}

/** `id name args` of each call. */
const read = (pieces: readonly ToolCallPiece[]): string[] =>
  assemble(pieces).map(
    ({ callId, name, args }) => `${callId} ${name} ${typeof args === 'string' ? args : JSON.stringify(args)}`,
  );

describe('calls that come in pieces', () => {
  it('are put together by their index, also interleaved', () => {
    const pieces = [
      { index: 0, id: 'a', name: 'f', args: '' },
      { index: 1, id: 'b', name: 'g', args: '{"y"' },
      { index: 0, args: '{"x":' },
      { index: 1, args: ':2}' },
      { index: 0, args: '1}' },
    ];
    expect(read(pieces)).toEqual(['a f {"x":1}', 'b g {"y":2}']);
  });

  it.each<[string, ToolCallPiece[], string[]]>([
    ['no arguments at all', [{ index: 0, id: 'a', name: 'f' }], ['a f ']],
    ['empty arguments', [{ index: 0, id: 'a', name: 'f', args: '' }], ['a f ']],
    ['a whole call in one piece', [{ index: 0, id: 'a', name: 'f', args: '{}' }], ['a f {}']],
    ['arguments as an object', [{ index: 0, id: 'a', name: 'f', args: { x: 1 } }], ['a f {"x":1}']],
    [
      'no id',
      [
        { index: 0, name: 'f', args: '{' },
        { index: 0, args: '}' },
      ],
      [' f {}'],
    ],
    [
      'an empty id, later a real one',
      [
        { index: 0, id: '', name: 'f', args: '{' },
        { index: 0, id: 'a', args: '}' },
      ],
      ['a f {}'],
    ],
    [
      'the name after the arguments',
      [
        { index: 0, id: 'a', args: '{}' },
        { index: 0, name: 'f' },
      ],
      ['a f {}'],
    ],
    ['no name', [{ index: 0, id: 'a', args: '{}' }], ['a  {}']],
    [
      'a name in pieces',
      [
        { index: 0, id: 'a', name: 'get_' },
        { index: 0, name: 'it', args: '{}' },
      ],
      ['a get_it {}'],
    ],
    [
      'id and name in every piece',
      [
        { index: 0, id: 'a', name: 'f', args: '{"x":' },
        { index: 0, id: 'a', name: 'f', args: '1}' },
        { index: 0, id: 'a', name: 'f', args: '' },
      ],
      ['a f {"x":1}'],
    ],
    [
      'the name without id in every piece',
      [
        { index: 0, id: 'a', name: 'f', args: '{"x":{}' },
        { index: 0, name: 'f', args: '}' },
      ],
      ['a f {"x":{}}'],
    ],
    [
      'another id in every piece',
      [
        { index: 0, id: 'a', name: 'f', args: '{"x"' },
        { index: 0, id: 'b', args: ':' },
        { index: 0, id: 'c', name: 'f', args: '1}' },
      ],
      ['a f {"x":1}'],
    ],
    [
      'whole calls that are all number 0',
      [
        { index: 0, id: 'a', name: 'f', args: '{}' },
        { index: 0, id: 'b', name: 'f', args: '{"x":1}' },
        { index: 0, name: 'g', args: '{}' },
      ],
      ['a f {}', 'b f {"x":1}', ' g {}'],
    ],
    [
      'calls without arguments that are all number 0',
      [
        { index: 0, id: 'a', name: 'f', args: '' },
        { index: 0, id: 'b', name: 'g', args: '' },
      ],
      ['a f ', 'b g '],
    ],
    [
      'no index, known by id',
      [
        { id: 'a', name: 'f', args: '{"x"' },
        { id: 'a', args: ':1}' },
        { id: 'b', name: 'g', args: '{}' },
      ],
      ['a f {"x":1}', 'b g {}'],
    ],
    [
      'no index, no id',
      [{ name: 'f', args: '{"x"' }, { args: ':1}' }, { name: 'g', args: '{}' }],
      [' f {"x":1}', ' g {}'],
    ],
    [
      'the same id for two calls, by index',
      [
        { index: 0, id: 'a', name: 'f', args: '{}' },
        { index: 1, id: 'a', name: 'g', args: '{}' },
      ],
      ['a f {}', ' g {}'],
    ],
    [
      'the same id for two calls, without index',
      [
        { id: 'a', name: 'f', args: '{}' },
        { id: 'a', name: 'f', args: '{"x":1}' },
      ],
      ['a f {}', ' f {"x":1}'],
    ],
  ])('tolerate %s', (_, pieces, expected) => {
    expect(read(pieces)).toEqual(expected);
  });

  it('keep argument text to the letter, however it is cut', () => {
    const cuts = fc.array(fc.string({ unit: 'binary' }), { minLength: 1 });
    fc.assert(
      fc.property(fc.array(cuts, { maxLength: 4 }), fc.infiniteStream(fc.nat()), (calls, order) => {
        const queues = calls.map((texts, index) =>
          texts.map((args, at): ToolCallPiece =>
            at === 0 ? { index, id: `id${index}`, name: `n${index}`, args } : { index, args },
          ),
        );
        const pieces: ToolCallPiece[] = queues.flatMap(([head]) => head ?? []);
        const tails = queues.map(([, ...tail]) => tail);
        for (let left = tails.flat().length; left > 0; left--) {
          const filled = tails.filter((tail) => tail.length > 0);
          const piece = filled[(order.next().value ?? 0) % filled.length]?.shift();
          if (piece) pieces.push(piece);
        }
        expect(read(pieces)).toEqual(calls.map((texts, index) => `id${index} n${index} ${texts.join('')}`));
      }),
    );
  });

  it('cost time in proportion to their length, also where the name is repeated', () => {
    const pieces = Array.from({ length: 100_000 }, () => ({ index: 0, name: 'f', args: '"},{"' }));
    const [call] = assemble([
      { index: 0, id: 'a', name: 'f', args: '{"x":"' },
      ...pieces,
      { index: 0, args: '"}' },
    ]);
    expect(call?.args).toHaveLength(500_008);
  });
});

describe('the parts of an answer', () => {
  it('get their index as they begin', () => {
    const out: ModelEvent[] = [];
    const parts = createPartAssembler();
    parts.delta('reasoning', 'r', 'hm', out);
    parts.delta('text', 't', 'a', out);
    parts.toolCall({ index: 0, id: 'c', name: 'f', args: '{}' }, out);
    parts.delta('text', 't', 'b', out);
    parts.delta('text', 't', '', out);
    parts.part({ type: 'source', url: 'https://a.example' }, out);
    expect(parts.callCount).toBe(1);
    expect(out).toEqual([
      { type: 'reasoning', index: 0, text: 'hm' },
      { type: 'text', index: 1, text: 'a' },
      { type: 'tool-call-delta', index: 2, callId: 'c', name: 'f', argsText: '{}' },
      { type: 'text', index: 1, text: 'b' },
      { type: 'part', index: 3, part: { type: 'source', url: 'https://a.example' } },
    ]);
  });

  it('are repeated whole at the end where they carry opaque state', () => {
    const out: ModelEvent[] = [];
    const parts = createPartAssembler();
    parts.delta('reasoning', 0, 'h', out);
    parts.delta('text', 1, 'plain', out);
    parts.annotate('reasoning', 0, 'x.y', { signature: 's' });
    parts.delta('reasoning', 0, 'm', out);
    parts.annotate('reasoning', 0, 'x.y', { id: 'i' });
    out.length = 0;
    parts.finish(out);
    const providerData = { 'x.y': { signature: 's', id: 'i' } };
    expect(out).toEqual([{ type: 'part', index: 0, part: { type: 'reasoning', text: 'hm', providerData } }]);
  });
});
