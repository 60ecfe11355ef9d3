import { check, checkOneOf, checkSame } from '../../conformance/check.ts';
import { call, calling, saying } from '../answers.ts';
import { providerCase } from '../provider-case.ts';
import { streamType } from '../send-answer.ts';
import { toldUsage } from '../told-usage.ts';

export const finishCases = [
  providerCase('every finish reason is told in our words and in its own', async ({ wire, answer, run }) => {
    for (const { raw, unified, with: also } of wire.finishReasons) {
      answer({ ...(also === 'call' ? calling(call('c1', 'clock', '{}')) : saying('x')), finish: raw });
      checkSame((await run()).finish, { unified, raw }, `finish for ${raw}`);
    }
  }),
  providerCase('an unknown finish reason is `other` and keeps its own word', async ({ answer, run }) => {
    answer({ ...saying('x'), finish: 'brand_new_reason' });
    checkSame((await run()).finish, { unified: 'other', raw: 'brand_new_reason' }, 'finish');
  }),
  providerCase('a finish reason with the name of an object member is `other`', async ({ answer, run }) => {
    for (const raw of ['constructor', '__proto__', 'toString']) {
      answer({ ...saying('x'), finish: raw });
      checkSame((await run()).finish?.unified, 'other', `finish for ${raw}`);
    }
  }),
  providerCase('a prompt that the host refuses ends with the filter', async ({ wire, reply, run, ask }) => {
    const { refusedPrompt } = wire;
    if (refusedPrompt === undefined) return { skipped: 'the API refuses prompts in no way of its own' };
    const text = JSON.stringify(refusedPrompt);
    for (const deltas of [true, false]) {
      reply(async (exchange, { stream }) => {
        exchange.head(200, { 'content-type': stream ? streamType(wire) : 'application/json' });
        await exchange.write(!stream ? text : wire.framing === 'sse' ? `data: ${text}\r\n\r\n` : `${text}\n`);
        exchange.end();
      });
      const { parts, finish } = await run(ask({ deltas }));
      checkSame([parts, finish?.unified], [[], 'content-filter'], 'the parts and finish.unified');
    }
    return undefined;
  }),
  providerCase('calls count more than a finish reason of a normal end', async ({ wire, answer, run }) => {
    if (!wire.quirks.has('finish-stop-with-calls')) return { skipped: 'no such hosts are known' };
    answer({ ...calling(call('c1', 'clock', '{}')), quirks: ['finish-stop-with-calls'] });
    const { calls, finish } = await run();
    checkSame(finish?.unified, 'tool-calls', 'finish.unified');
    checkSame(calls.length, 1, 'the number of calls');
  }),
  providerCase('a finish reason of calls without calls is no failure', async ({ wire, answer, run }) => {
    if (!wire.quirks.has('finish-calls-without')) return { skipped: 'no such hosts are known' };
    answer({ ...saying('no calls'), quirks: ['finish-calls-without'] });
    const { calls, text, finish } = await run();
    checkSame([text, calls.length], ['no calls', 0], 'text and number of calls');
    checkOneOf(finish?.unified, ['stop', 'tool-calls', 'other'], 'finish.unified');
  }),
  providerCase(
    'a call cut off by the token limit keeps the finish reason `length`',
    async ({ wire, answer, run }) => {
      const reason = wire.finishReasons.find(({ unified }) => unified === 'length');
      if (!reason) return { skipped: 'the API has no token limit' };
      answer({ ...calling(call('c1', 'get_weather', '{"ci', 'ty":"Be')), finish: reason.raw });
      const { calls, finish } = await run();
      checkSame(finish?.unified, 'length', 'finish.unified');
      if (wire.callArgs?.stream === 'object') return undefined;
      for (const { args } of calls) checkSame(args, '{"city":"Be', 'the arguments');
      return undefined;
    },
  ),
  providerCase('the end counts, though the closing marker is missing', async ({ wire, answer, run }) => {
    if (!wire.quirks.has('no-closing-marker')) return { skipped: 'the API has no closing marker' };
    answer({ ...saying('x'), quirks: ['no-closing-marker'] });
    checkSame((await run()).finish?.unified, 'stop', 'finish.unified');
  }),
  providerCase('usage is told in full', async ({ wire, answer, run }) => {
    const usage = {
      inputTokens: 1234,
      outputTokens: 56,
      totalTokens: 1290,
      cachedInputTokens: 1000,
      reasoningTokens: 40,
    };
    answer({ ...saying('x'), usage });
    const told = (await run()).usage;
    checkSame(toldUsage(wire, told), toldUsage(wire, usage), 'usage');
    const raw = told?.raw;
    check(typeof raw === 'object' && raw !== null, "usage.raw should be the provider's own record");
  }),
  providerCase('tokens that were written to a cache are told', async ({ wire, answer, run, ask }) => {
    const usage = { inputTokens: 9000, outputTokens: 7, totalTokens: 9007, cacheWriteTokens: 4711 };
    if (!JSON.stringify(wire.body({ ...saying('x'), usage })).includes('4711'))
      return { skipped: 'the API does not tell them' };
    for (const deltas of [true, false]) {
      answer({ ...saying('x'), usage });
      checkSame(toldUsage(wire, (await run(ask({ deltas }))).usage), toldUsage(wire, usage), 'usage');
    }
    return undefined;
  }),
  providerCase('usage that the host does not report is absent, never 0', async ({ answer, run }) => {
    answer({ ...saying('x'), usage: null });
    const { raw: _, ...counts } = (await run()).usage ?? {};
    checkSame(counts, {}, 'usage');
  }),
  providerCase(
    'counts that are missing from the usage are absent, and 0 stays 0',
    async ({ answer, run }) => {
      answer({ ...saying('x'), usage: { inputTokens: 5, outputTokens: 0 } });
      // The sum may be reckoned.
      const { raw: _, totalTokens: __, ...counts } = (await run()).usage ?? {};
      checkSame(counts, { inputTokens: 5, outputTokens: 0 }, 'usage');
    },
  ),
  ...(['usage-each-frame', 'usage-with-finish', 'usage-in-parts'] as const).map((quirk) =>
    providerCase(`the last usage counts, once: ${quirk}`, async ({ wire, answer, run }) => {
      if (!wire.quirks.has(quirk)) return { skipped: 'no such hosts are known' };
      answer({
        ...saying('a', 'b', 'c'),
        usage: { inputTokens: 40, outputTokens: 8, totalTokens: 48 },
        quirks: [quirk],
      });
      const { raw: _, ...counts } = (await run()).usage ?? {};
      checkSame(counts, { inputTokens: 40, outputTokens: 8, totalTokens: 48 }, 'usage');
    }),
  ),
];
