import { check, checkSame } from '../../conformance/check.ts';
import { call, saying } from '../answers.ts';
import { clockTool } from '../model-request.ts';
import { providerCase } from '../provider-case.ts';
import type { WireFormat } from '../wire-format.ts';

const emoji = ['Grüße ', 'aus 東京', ' 🙂', '👩‍👩‍👧', ' – “Ende”\n\n', '\ttab \u2028 \\ " {}'];

/** Whether answers of this API say what came first, a text or a call. */
function tellsOrder({ body }: WireFormat): boolean {
  const text = { type: 'text', pieces: ['x'] } as const;
  const made = call('c1', 'clock', '{}');
  return JSON.stringify(body({ blocks: [text, made] })) !== JSON.stringify(body({ blocks: [made, text] }));
}

export const answerCases = [
  providerCase('a text in several pieces is one text, in order', async ({ answer, run }) => {
    answer(saying('The ', 'quick ', 'brown ', 'fox'));
    const { text, parts, finish } = await run();
    checkSame(text, 'The quick brown fox', 'the text');
    checkSame(parts.length, 1, 'the number of parts');
    checkSame(finish?.unified, 'stop', 'finish.unified');
  }),
  providerCase('pieces are handed on as they came, each once', async ({ answer, run }) => {
    answer(saying('a', 'b', 'a', 'b', 'b'));
    const { events } = await run();
    const pieces = events.flatMap((event) => (event.type === 'text' ? [event.text] : []));
    checkSame(pieces, ['a', 'b', 'a', 'b', 'b'], 'the pieces');
  }),
  providerCase('any text comes through to the letter', async ({ answer, run }) => {
    answer(saying(...emoji));
    checkSame((await run()).text, emoji.join(''), 'the text');
  }),
  providerCase('blanks at the borders of pieces stay', async ({ answer, run }) => {
    answer(saying('  a ', ' ', '\n', ' b  '));
    checkSame((await run()).text, '  a  \n b  ', 'the text');
  }),
  providerCase('start tells the id and the model of the answer', async ({ wire, answer, run }) => {
    answer({ ...saying('x'), id: 'answer-77', model: 'model-that-answered' });
    const { response } = await run();
    if (!wire.untold?.has('id')) checkSame(response?.id, 'answer-77', 'response.id');
    if (!wire.untold?.has('model')) checkSame(response?.model, 'model-that-answered', 'response.model');
  }),
  providerCase('start tells the request id', async ({ wire, answer, run }) => {
    if (!wire.requestIdHeader) return { skipped: 'the API has no request id' };
    answer(saying('x'), { headers: { [wire.requestIdHeader]: 'req-42' } });
    checkSame((await run()).response?.requestId, 'req-42', 'response.requestId');
  }),
  providerCase('start tells the rate limits', async ({ wire, answer, run }) => {
    if (!wire.rateLimits) return { skipped: 'the API tells no rate limits' };
    answer(saying('x'), { headers: wire.rateLimits.headers });
    checkSame((await run()).response?.rateLimits, wire.rateLimits.expected, 'response.rateLimits');
  }),
  providerCase('an empty answer has no parts and finishes', async ({ answer, run }) => {
    answer({ blocks: [] });
    const { text, calls, finish } = await run();
    checkSame(text, '', 'the text');
    checkSame(calls, [], 'the calls');
    checkSame(finish?.unified, 'stop', 'finish.unified');
  }),
  providerCase('a plain answer brings no warnings', async ({ answer, run, ask }) => {
    for (const deltas of [true, false]) {
      answer(saying('fine'));
      checkSame((await run(ask({ deltas }))).warnings, [], 'the warnings');
    }
  }),
  providerCase('parts of several kinds keep their order', async ({ wire, answer, run, ask }) => {
    if (!tellsOrder(wire)) return { skipped: 'the API has one text, whatever stands between' };
    const blocks = [
      ...(wire.blocks.has('reasoning') ? [{ type: 'reasoning', pieces: ['hm'] } as const] : []),
      { type: 'text', pieces: ['I look.'] } as const,
      call('c1', 'clock', '{}'),
      { type: 'text', pieces: ['And ', 'again.'] } as const,
      call('c2', 'clock', '{}'),
    ];
    for (const deltas of [true, false]) {
      answer({ blocks });
      const { parts, text } = await run(ask({ deltas, tools: [clockTool] }));
      checkSame(
        parts.map(({ type }) => type),
        blocks.map(({ type }) => (type === 'call' ? 'tool-call' : type)),
        'the parts',
      );
      checkSame(text, 'I look.And again.', 'the text');
    }
    return undefined;
  }),
  providerCase('reasoning is apart from the text', async ({ wire, answer, run }) => {
    if (!wire.blocks.has('reasoning')) return { skipped: 'the API shows no reasoning' };
    answer({
      blocks: [
        { type: 'reasoning', pieces: ['First ', 'think'] },
        { type: 'text', pieces: ['Then ', 'talk'] },
      ],
    });
    const { text, reasoning, parts } = await run();
    checkSame(reasoning, 'First think', 'the reasoning');
    checkSame(text, 'Then talk', 'the text');
    checkSame(
      parts.map(({ type }) => type),
      ['reasoning', 'text'],
      'the parts',
    );
  }),
  providerCase('an answer of reasoning only has no text', async ({ wire, answer, run }) => {
    if (!wire.blocks.has('reasoning')) return { skipped: 'the API shows no reasoning' };
    answer({ blocks: [{ type: 'reasoning', pieces: ['hm'] }] });
    const { text, reasoning } = await run();
    checkSame([reasoning, text], ['hm', ''], 'reasoning and text');
  }),
  providerCase(
    'a refusal is told by the finish reason and keeps its words',
    async ({ wire, answer, run }) => {
      if (!wire.blocks.has('refusal')) return { skipped: 'the API has no refusals' };
      answer({ blocks: [{ type: 'refusal', pieces: ['I ', 'will not'] }] });
      const { text, finish } = await run();
      checkSame(finish?.unified, 'refusal', 'finish.unified');
      checkSame(text, 'I will not', 'the text');
    },
  ),
  providerCase('unknown fields and null fields change nothing', async ({ wire, answer, run }) => {
    const quirks = (
      ['unknown-fields', 'null-fields', 'role-each-frame', 'first-frame-empty'] as const
    ).filter((quirk) => wire.quirks.has(quirk));
    if (quirks.length === 0) return { skipped: 'no such hosts are known' };
    answer({ ...saying('a', 'b'), quirks });
    checkSame((await run()).text, 'ab', 'the text');
  }),
  providerCase('unknown events and parts are skipped', async ({ wire, answer, run }) => {
    const unknown = wire.unknownFrames;
    if (!unknown) return { skipped: 'the wire names no unknown frames' };
    answer(saying('a', 'b', 'c'), {
      frames: (frames) => frames.flatMap((frame, at) => (at === 0 ? [frame] : [...unknown, frame])),
    });
    const { text, finish } = await run();
    checkSame(text, 'abc', 'the text');
    checkSame(finish?.unified, 'stop', 'finish.unified');
  }),
  providerCase('unknown parts between others are skipped', async ({ wire, answer, run, ask }) => {
    const unknown = wire.unknownBlocks;
    if (!unknown) return { skipped: 'the wire names no unknown parts' };
    for (const deltas of [true, false]) {
      const between = unknown.map((fields) => ({ type: 'raw', fields }) as const);
      answer({
        blocks: [{ type: 'text', pieces: ['a', 'b'] }, ...between, { type: 'text', pieces: ['c'] }],
      });
      const { text, calls, finish } = await run(ask({ deltas }));
      checkSame([text, calls], ['abc', []], 'the text and the calls');
      checkSame(finish?.unified, 'stop', 'finish.unified');
    }
    return undefined;
  }),
  providerCase('a long answer arrives whole and in reasonable time', async ({ answer, run }) => {
    const piece = 'Lorem ipsum – dolor 🙂 '.repeat(10);
    answer(
      { blocks: [{ type: 'text', pieces: Array.from({ length: 4000 }, () => piece) }] },
      { chunking: 16_384 },
    );
    const { text, batches } = await run(undefined, { ms: 10_000 });
    check(
      text === piece.repeat(4000),
      `the text should have ${piece.length * 4000} characters, it has ${text.length}`,
    );
    check(batches.length < 1500, `4000 pieces in about 100 chunks came as ${batches.length} batches`);
  }),
];
