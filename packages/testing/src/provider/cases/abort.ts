import { getEventListeners } from 'node:events';
import { check, checkSame } from '../../conformance/check.ts';
import { within } from '../../conformance/settle.ts';
import { saying } from '../answers.ts';
import { gate } from '../gate.ts';
import { providerCase } from '../provider-case.ts';
import type { ProviderBench } from '../provider-bench.ts';
import { streamType } from '../send-answer.ts';

const soon = 1500;

/** Answers with a first text and then nothing more; tells when it was asked and when the connection closed. */
function holdForEver(
  { reply, wire }: ProviderBench,
  send: 'nothing' | 'head' | 'text',
): { asked: Promise<void>; closed: Promise<void> } {
  const asked = gate();
  const closed = gate();
  reply(async (exchange) => {
    if (send !== 'nothing') exchange.head(200, { 'content-type': streamType(wire) });
    if (send === 'text')
      for (const frame of wire.frames({ ...saying('FIRST'), finish: null })) await exchange.write(frame);
    asked.open();
    await exchange.closed;
    closed.open();
  });
  return { asked: asked.opened, closed: closed.opened };
}

export const abortCases = [
  providerCase('an abort before the call: nothing is sent', async ({ stop, ask, seen }) => {
    const reason = { stopped: 'before' };
    const { error } = await stop(ask({ signal: AbortSignal.abort(reason) }), { ms: soon });
    check(error === reason, "the call must reject with the signal's reason");
    checkSame(seen.length, 0, 'the number of requests');
  }),
  ...([true, false] as const).map((deltas) =>
    providerCase(
      `an abort while waiting for the answer: ${deltas ? 'stream' : 'one-shot'}`,
      async (bench) => {
        const { asked, closed } = holdForEver(bench, 'nothing');
        const controller = new AbortController();
        const stopped = bench.stop(bench.ask({ signal: controller.signal, deltas }), { ms: 4000 });
        await within('the request', Promise.race([asked, stopped]));
        const reason = { stopped: 'while waiting' };
        controller.abort(reason);
        const { error } = await within('the rejection after the abort', stopped, soon);
        check(error === reason, "the call must reject with the signal's reason");
        await within('the connection to close', closed, soon);
      },
    ),
  ),
  providerCase('an abort in the middle of a stream', async (bench) => {
    for (const kind of ['head', 'text'] as const) {
      const { asked, closed } = holdForEver(bench, kind);
      const controller = new AbortController();
      const first = gate();
      const request = bench.ask({ signal: controller.signal });
      const stopped = bench.stop(request, {
        ms: 4000,
        onBatch: (batch) => void (batch.some((e) => e.type === 'text') && first.open()),
      });
      await within('the first piece', Promise.race([kind === 'text' ? first.opened : asked, stopped]));
      const reason = { stopped: 'in the middle' };
      controller.abort(reason);
      const { error } = await within('the rejection after the abort', stopped, soon);
      check(error === reason, "the call must reject with the signal's reason");
      await within('the connection to close', closed, soon);
    }
  }),
  providerCase('any value can be the reason of an abort', async (bench) => {
    for (const reason of ['a text', 0, null, new TypeError('x')]) {
      const { asked } = holdForEver(bench, 'text');
      const controller = new AbortController();
      const stopped = bench.stop(bench.ask({ signal: controller.signal }), { ms: 4000 });
      await within('the request', Promise.race([asked, stopped]));
      controller.abort(reason);
      const { error } = await within('the rejection after the abort', stopped, soon);
      check(
        error === reason,
        `the call must reject with the reason ${String(reason)}, not with ${String(error)}`,
      );
    }
  }),
  providerCase('nothing is handed on after an abort', async (bench) => {
    const controller = new AbortController();
    bench.answer(saying(...Array.from({ length: 50 }, (_, at) => `${at} `)));
    let after = 0;
    const { error } = await bench.stop(bench.ask({ signal: controller.signal }), {
      onBatch: (batch) => {
        if (controller.signal.aborted) after++;
        else if (batch.some(({ type }) => type === 'text')) controller.abort('enough');
      },
    });
    checkSame([error, after], ['enough', 0], 'the reason and the number of batches after the abort');
  }),
  providerCase('an abort after the end changes nothing', async ({ answer, run, ask }) => {
    const controller = new AbortController();
    answer(saying('one'));
    await run(ask({ signal: controller.signal }));
    controller.abort();
    answer(saying('two'));
    checkSame((await run()).text, 'two', 'the text of the next call');
  }),
  providerCase('an abort of one call leaves another alone', async (bench) => {
    const release = gate();
    const { asked } = holdForEver(bench, 'text');
    const controller = new AbortController();
    const stopped = bench.stop(bench.ask({ signal: controller.signal }));
    await within('the first request', Promise.race([asked, stopped]));
    bench.reply(async (exchange) => {
      exchange.head(200, { 'content-type': streamType(bench.wire) });
      await release.opened;
      for (const frame of bench.wire.frames(saying('other'))) await exchange.write(frame);
      exchange.end();
    });
    const other = bench.run();
    controller.abort('one');
    await stopped;
    release.open();
    checkSame((await other).text, 'other', 'the text of the other call');
  }),
  providerCase('leaving the loop closes the connection', async (bench) => {
    const { closed } = holdForEver(bench, 'text');
    const leave = async (): Promise<void> => {
      for await (const batch of bench.provider.stream(bench.ask())) {
        if (batch.some(({ type }) => type === 'text')) break;
      }
    };
    await within('leaving the loop', leave(), soon);
    await within('the connection to close', closed, soon);
  }),
  providerCase('no listener stays on the signal', async ({ answer, refuse, run, fail, ask }) => {
    const { signal } = new AbortController();
    for (const deltas of [true, false]) {
      answer(saying('x'));
      await run(ask({ signal, deltas }));
      refuse({ status: 500, message: 'x' });
      await fail(ask({ signal, deltas }));
    }
    // Transports drop theirs when the connection is done, a moment after the last byte.
    for (let tries = 0; tries < 100 && getEventListeners(signal, 'abort').length > 0; tries++) {
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    checkSame(getEventListeners(signal, 'abort').length, 0, 'listeners left on the signal');
  }),
];
