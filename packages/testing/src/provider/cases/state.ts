import { check, checkSame } from '../../conformance/check.ts';
import { rejection } from '../../conformance/settle.ts';
import { call, calling, saying } from '../answers.ts';
import { gate } from '../gate.ts';
import { providerCase } from '../provider-case.ts';
import { streamType } from '../send-answer.ts';
import { user } from '../transcripts.ts';

export const stateCases = [
  providerCase('two calls at once, their chunks alternating, stay apart', async (bench) => {
    const turns = [gate(), gate()] as const;
    const both = [
      saying(...Array.from('first one')),
      calling(call('c1', 'f', ...Array.from('{"second":1}'))),
    ] as const;
    for (const side of [0, 1] as const) {
      bench.reply(async (exchange, { facts }) => {
        const mine = facts.messages[0]?.text === 'first' ? 0 : 1;
        turns[side].open();
        await Promise.all(turns.map(({ opened }) => opened));
        exchange.head(200, { 'content-type': streamType(bench.wire) });
        for (const frame of bench.wire.frames(both[mine])) await exchange.write(frame);
        exchange.end();
      });
    }
    const [first, second] = await Promise.all([
      bench.run(bench.ask({ messages: [user('first')] })),
      bench.run(bench.ask({ messages: [user('second')] })),
    ]);
    checkSame([first.text, first.calls.length], ['first one', 0], 'the first answer');
    checkSame(second.text, '', 'the text of the second answer');
    checkSame(
      second.calls.map(({ name }) => name),
      ['f'],
      'the calls of the second answer',
    );
  }),
  providerCase('nothing of one answer shows in the next', async ({ wire, answer, run }) => {
    answer({
      ...calling(call('c1', 'f', '{"a":1}')),
      id: 'one',
      usage: { inputTokens: 9, outputTokens: 9, totalTokens: 18 },
    });
    const first = await run();
    answer({ ...saying('plain'), id: 'two', usage: null });
    const { text, calls, usage, response } = await run();
    const { raw: _, ...counts } = usage ?? {};
    const id = wire.untold?.has('id') ? undefined : 'two';
    checkSame([text, calls, counts, response?.id], ['plain', [], {}, id], 'the second answer');
    checkSame(first.calls.length, 1, 'the calls of the first answer');
  }),
  providerCase('the same request twice gives the same events', async ({ answer, run, ask }) => {
    const request = ask();
    const script = {
      blocks: [{ type: 'text', pieces: ['a', 'b'] }, call('c1', 'f', '{"x":', '1}')],
    } as const;
    answer(script);
    const first = await run(request);
    answer(script);
    checkSame((await run(request)).events, first.events, 'the second answer');
  }),
  providerCase('ten calls at once all get their own answer', async (bench) => {
    const names = Array.from({ length: 10 }, (_, at) => `number ${at}`);
    for (const _ of names) {
      bench.reply(async (exchange, { facts }) => {
        exchange.head(200, { 'content-type': streamType(bench.wire) });
        for (const frame of bench.wire.frames(saying('echo ', facts.messages[0]?.text ?? '')))
          await exchange.write(frame);
        exchange.end();
      });
    }
    const texts = await Promise.all(
      names.map(async (name) => (await bench.run(bench.ask({ messages: [user(name)] }))).text),
    );
    checkSame(
      texts,
      names.map((name) => `echo ${name}`),
      'the answers',
    );
  }),
  providerCase('nothing is sent before the stream is read', async ({ provider, ask, answer, run, seen }) => {
    const unread = provider.stream(ask());
    check(typeof unread[Symbol.asyncIterator] === 'function', 'stream() must give an async iterable at once');
    answer(saying('x'));
    await run();
    checkSame(seen.length, 1, 'the number of requests');
  }),
  providerCase('modelInfo knows nothing of unknown models and never fails', async ({ provider, seen }) => {
    if (!provider.modelInfo) return { skipped: 'no modelInfo()' };
    for (const model of ['no-such-model-4711', '', 'constructor', '__proto__', 'toString', 'a/b']) {
      checkSame(provider.modelInfo(model), undefined, `modelInfo(${JSON.stringify(model)})`);
    }
    checkSame(seen.length, 0, 'the number of requests');
  }),
  providerCase(
    'listModels and countTokens reject with the reason of an aborted signal',
    async ({ provider, ask }) => {
      if (!provider.listModels && !provider.countTokens)
        return { skipped: 'neither listModels() nor countTokens()' };
      const reason = { stopped: 'before' };
      const signal = AbortSignal.abort(reason);
      if (provider.listModels) {
        const error = await rejection('listModels', provider.listModels(signal));
        check(error === reason, 'listModels must reject with the reason');
      }
      if (provider.countTokens) {
        const error = await rejection('countTokens', provider.countTokens(ask({ signal })));
        check(error === reason, 'countTokens must reject with the reason');
      }
    },
  ),
];
