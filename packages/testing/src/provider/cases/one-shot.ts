import { checkOneOf, checkSame } from '../../conformance/check.ts';
import { call, calling, saying } from '../answers.ts';
import { weatherTool } from '../model-request.ts';
import { providerCase } from '../provider-case.ts';
import { toldUsage } from '../told-usage.ts';

export const oneShotCases = [
  providerCase('without deltas: text, finish, usage and who answered', async ({ wire, answer, run, ask }) => {
    const usage = { inputTokens: 9, outputTokens: 3, totalTokens: 12 };
    answer({ ...saying('Grüße ', '🙂'), id: 'answer-1', model: 'm-1', usage });
    const { text, finish, usage: found, response } = await run(ask({ deltas: false }));
    checkSame(text, 'Grüße 🙂', 'the text');
    checkSame(finish?.unified, 'stop', 'finish.unified');
    checkSame(toldUsage(wire, found), toldUsage(wire, usage), 'usage');
    if (!wire.untold?.has('model')) checkSame(response?.model, 'm-1', 'the model');
    if (!wire.untold?.has('id')) checkSame(response?.id, 'answer-1', 'the id');
  }),
  providerCase('without deltas: parallel calls', async ({ wire, answer, run, ask }) => {
    const asObject = wire.callArgs?.body === 'object';
    const second = asObject ? '{"city":"Oslo"}' : '{"city":';
    answer(
      calling(
        call('a', 'get_weather', '{ "city":"Rom" }'),
        call('b', 'get_weather', second),
        call('c', 'get_weather', ''),
      ),
    );
    const { calls, finish } = await run(ask({ deltas: false, tools: [weatherTool] }));
    checkSame(
      calls.map(({ callId }) => callId),
      ['a', 'b', 'c'],
      'the ids',
    );
    checkSame(
      calls.slice(0, 2).map(({ args }) => (typeof args === 'string' ? args : JSON.stringify(args))),
      [asObject ? '{"city":"Rom"}' : '{ "city":"Rom" }', second],
      'the arguments',
    );
    checkOneOf(JSON.stringify(calls[2]?.args), ['""', '"{}"', '{}'], 'the empty arguments');
    checkSame(finish?.unified, 'tool-calls', 'finish.unified');
  }),
  providerCase('without deltas: reasoning and text', async ({ wire, answer, run, ask }) => {
    if (!wire.blocks.has('reasoning')) return { skipped: 'the API shows no reasoning' };
    answer({
      blocks: [
        { type: 'reasoning', pieces: ['hm'] },
        { type: 'text', pieces: ['so'] },
      ],
    });
    const { text, reasoning } = await run(ask({ deltas: false }));
    checkSame([reasoning, text], ['hm', 'so'], 'reasoning and text');
  }),
  providerCase('without deltas: a refusal', async ({ wire, answer, run, ask }) => {
    if (!wire.blocks.has('refusal')) return { skipped: 'the API has no refusals' };
    answer({ blocks: [{ type: 'refusal', pieces: ['no'] }] });
    const { finish, text } = await run(ask({ deltas: false }));
    checkSame([finish?.unified, text], ['refusal', 'no'], 'finish and text');
  }),
  providerCase('without deltas: every finish reason', async ({ wire, answer, run, ask }) => {
    for (const { raw, unified, with: also } of wire.finishReasons) {
      answer({ ...(also === 'call' ? calling(call('c1', 'clock', '{}')) : saying('x')), finish: raw });
      checkSame((await run(ask({ deltas: false }))).finish, { unified, raw }, `finish for ${raw}`);
    }
  }),
  providerCase('without deltas: an unknown finish reason', async ({ answer, run, ask }) => {
    for (const raw of ['brand_new_reason', 'constructor', '__proto__']) {
      answer({ ...saying('x'), finish: raw });
      const { finish } = await run(ask({ deltas: false }));
      checkSame(finish, { unified: 'other', raw }, `finish for ${raw}`);
    }
  }),
  providerCase('without deltas: an empty answer without usage', async ({ answer, run, ask }) => {
    answer({ blocks: [], usage: null });
    const { text, calls, usage } = await run(ask({ deltas: false }));
    const { raw: _, ...counts } = usage ?? {};
    checkSame([text, calls, counts], ['', [], {}], 'text, calls and usage');
  }),
  providerCase('without deltas: quirks of hosts', async ({ wire, answer, run, ask }) => {
    for (const quirk of [
      'no-id',
      'no-index',
      'object-args',
      'unknown-fields',
      'finish-stop-with-calls',
    ] as const) {
      if (!wire.quirks.has(quirk)) continue;
      answer({ ...calling(call('a', 'f', '{"x":1}'), call('b', 'g', '{"y":2}')), quirks: [quirk] });
      const { calls, finish } = await run(ask({ deltas: false }));
      const plain = calls.map(({ name, args }) => [
        name,
        typeof args === 'string' ? args : JSON.stringify(args),
      ]);
      checkSame(
        plain,
        [
          ['f', '{"x":1}'],
          ['g', '{"y":2}'],
        ],
        `calls with ${quirk}`,
      );
      checkSame(finish?.unified, 'tool-calls', 'finish.unified');
    }
  }),
  providerCase('without deltas: bytes cut inside characters', async ({ answer, run, ask }) => {
    answer(saying('Grüße 東京 🙂'), { chunking: 'utf8' });
    checkSame((await run(ask({ deltas: false }))).text, 'Grüße 東京 🙂', 'the text');
  }),
];
