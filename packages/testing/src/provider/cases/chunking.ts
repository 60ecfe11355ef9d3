import { check, checkSame } from '../../conformance/check.ts';
import { within } from '../../conformance/settle.ts';
import type { Chunking } from '../../loopback/split-bytes.ts';
import { call, calling, saying } from '../answers.ts';
import { gate } from '../gate.ts';
import { providerCase } from '../provider-case.ts';
import type { ProviderBench } from '../provider-bench.ts';
import { streamType } from '../send-answer.ts';
import type { WireAnswer } from '../wire-format.ts';

const words = ['Grüße ', '東京 ', '🙂👩‍👩‍👧', ' “Ende”'];
const mixed: WireAnswer = { blocks: [{ type: 'text', pieces: words }, call('c1', 'f', '{"ä":', '"🙂"}')] };

const ways: readonly (readonly [string, Chunking])[] = [
  ['one byte each', 1],
  ['three bytes each', 3],
  ['cut inside every character', 'utf8'],
  ['all at once', 'whole'],
  ['cut at random, seed 1', { seed: 1 }],
  ['cut at random, seed 2', { seed: 2, max: 7 }],
  ['cut at random, seed 3', { seed: 3, max: 200 }],
];

async function readsMixed({ run }: ProviderBench): Promise<void> {
  const { text, calls, finish } = await run();
  checkSame(text, words.join(''), 'the text');
  checkSame(
    calls.map(({ args }) => (typeof args === 'string' ? args : JSON.stringify(args))),
    ['{"ä":"🙂"}'],
    'the calls',
  );
  checkSame(finish?.unified, 'tool-calls', 'finish.unified');
}

/** Sends the first frames that `isEnough` accepts, waits until the client confirms, then sends the rest. */
function holdBack(bench: ProviderBench, answer: WireAnswer, marker: string, confirmed: Promise<void>): void {
  bench.reply(async (exchange) => {
    const frames = bench.wire.frames(answer);
    const enough = frames.findIndex((frame) => frame.includes(marker)) + 1;
    exchange.head(200, { 'content-type': streamType(bench.wire) });
    for (const frame of frames.slice(0, enough)) await exchange.write(frame);
    await confirmed;
    for (const frame of frames.slice(enough)) await exchange.write(frame);
    exchange.end();
  });
}

export const chunkingCases = [
  ...ways.map(([name, chunking]) =>
    providerCase(`network chunks do not matter: ${name}`, async (bench) => {
      bench.answer(mixed, { chunking });
      await readsMixed(bench);
    }),
  ),
  ...sseCases(),
  ...ndjsonCases(),
  providerCase('a text is handed on before the rest has come', async (bench) => {
    const { opened, open } = gate();
    holdBack(bench, saying('FIRST', ' second'), 'FIRST', opened);
    const running = bench.run(undefined, {
      onBatch: (batch) => void (batch.some((e) => e.type === 'text') && open()),
    });
    await within('the first text, while the host holds the rest back', opened, 3000);
    checkSame((await running).text, 'FIRST second', 'the text');
  }),
  providerCase('reasoning is handed on before the rest has come', async (bench) => {
    if (!bench.wire.blocks.has('reasoning')) return { skipped: 'the API shows no reasoning' };
    const { opened, open } = gate();
    const answer: WireAnswer = {
      blocks: [
        { type: 'reasoning', pieces: ['FIRST', ' second'] },
        { type: 'text', pieces: ['x'] },
      ],
    };
    holdBack(bench, answer, 'FIRST', opened);
    const running = bench.run(undefined, {
      onBatch: (batch) => void (batch.some((e) => e.type === 'reasoning') && open()),
    });
    await within('the first reasoning, while the host holds the rest back', opened, 3000);
    checkSame((await running).reasoning, 'FIRST second', 'the reasoning');
  }),
  providerCase('arguments are handed on before the rest has come', async (bench) => {
    if (bench.wire.callArgs?.stream === 'object') return { skipped: 'arguments come whole in this API' };
    const { opened, open } = gate();
    holdBack(bench, calling(call('c1', 'f', '{"FIRST":', '1}')), 'FIRST', opened);
    const running = bench.run(undefined, {
      onBatch: (batch) =>
        void (batch.some((e) => e.type === 'tool-call-delta' && e.argsText !== '') && open()),
    });
    await within('the first arguments, while the host holds the rest back', opened, 3000);
    checkSame((await running).calls.length, 1, 'the number of calls');
    return undefined;
  }),
  providerCase('what one network chunk brings comes in one batch', async ({ answer, run }) => {
    answer(saying(...Array.from({ length: 60 }, (_, at) => `${at} `)), { chunking: 'whole' });
    const { batches, events } = await run();
    checkSame(events.filter(({ type }) => type === 'text').length, 60, 'the number of pieces');
    const withText = batches.filter((batch) => batch.some(({ type }) => type === 'text')).length;
    check(withText <= 4, `60 pieces in one chunk came as ${withText} batches`);
  }),
];

type ChangeFrames = (frames: readonly string[]) => readonly string[];

function each(change: (frame: string) => string): ChangeFrames {
  return (frames) => frames.map(change);
}

function sseCases(): ReturnType<typeof providerCase>[] {
  const list: readonly (readonly [string, ChangeFrames])[] = [
    ['lines that end with CR LF', each((frame) => frame.replace(/\r?\n/g, '\r\n'))],
    ['lines that end with LF', each((frame) => frame.replaceAll('\r\n', '\n'))],
    [
      'comments and keep-alives',
      (frames) => frames.flatMap((frame) => [': keep-alive\n\n', ':\n\n', `: note\n${frame}`]),
    ],
    ['no blank after the colon', each((frame) => frame.replace(/^(data|event): /gm, '$1:'))],
    ['ids and retry times', each((frame) => `id: 7\nretry: 3000\n${frame}`)],
    ['blank lines between events', each((frame) => `\n\n${frame}\n`)],
    [
      'no blank line at the end',
      (frames) => frames.map((frame, at) => (at === frames.length - 1 ? frame.trimEnd() : frame)),
    ],
    ['non-ASCII characters as escapes', each((frame) => frame.replace(/[^\0-\x7f]/g, escapeUnit))],
  ];
  return list
    .map(([name, frames]) =>
      providerCase(`an event stream may have ${name}`, async (bench) => {
        if (bench.wire.framing !== 'sse') return { skipped: 'the API sends no event streams' };
        for (const chunking of [undefined, 1, { seed: 5, max: 9 }] as const) {
          bench.answer(mixed, { frames, ...(chunking !== undefined && { chunking }) });
          await readsMixed(bench);
        }
      }),
    )
    .concat(
      providerCase(
        'a character cut into two escapes, in two pieces, is one character',
        async ({ wire, answer, run }) => {
          if (!wire.quirks.has('split-surrogates'))
            return { skipped: 'characters are never cut in this API' };
          answer(saying('a \ud83d', '\ude42 b'));
          checkSame((await run()).text, 'a 🙂 b', 'the text');
        },
      ),
    );
}

function ndjsonCases(): ReturnType<typeof providerCase>[] {
  const list: readonly (readonly [string, ChangeFrames])[] = [
    ['lines that end with CR LF', each((frame) => frame.replace('\n', '\r\n'))],
    ['blank lines between objects', each((frame) => `\n${frame}\n`)],
    [
      'no line end at the end',
      (frames) => frames.map((frame, at) => (at === frames.length - 1 ? frame.trimEnd() : frame)),
    ],
    ['non-ASCII characters as escapes', each((frame) => frame.replace(/[^\0-\x7f]/g, escapeUnit))],
  ];
  return list.map(([name, frames]) =>
    providerCase(`a stream of JSON lines may have ${name}`, async (bench) => {
      if (bench.wire.framing !== 'ndjson') return { skipped: 'the API sends no JSON lines' };
      for (const chunking of [undefined, 1, { seed: 5, max: 9 }] as const) {
        bench.answer(mixed, { frames, ...(chunking !== undefined && { chunking }) });
        await readsMixed(bench);
      }
      return undefined;
    }),
  );
}

function escapeUnit(unit: string): string {
  return `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
