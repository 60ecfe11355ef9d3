import type { ModelEvent } from '@pegboard/core';
import { type ProviderMutant, wrapped } from './provider-mutant.ts';
import { drop, mapBatches, mapEvents, mapUsage, wrapStream } from './wrap-stream.ts';

/** What APIs call a normal end. */
const normalEnds = ['stop', 'end_turn', 'STOP', 'completed'];
const text = 'a text in several pieces is one text, in order';

const ends: readonly ProviderMutant[] = [
  wrapped('drops finish', text, drop('finish')),
  wrapped(
    'finishes twice',
    text,
    mapEvents((event) => (event.type === 'finish' ? [event, event] : event)),
  ),
  wrapped(
    'goes on after finish',
    text,
    mapEvents((event) => (event.type === 'finish' ? [event, { type: 'text', index: 9, text: '' }] : event)),
  ),
  wrapped(
    'finishes first',
    text,
    wrapStream(async function* (request, next) {
      yield [{ type: 'finish', finish: { unified: 'stop', raw: 'stop' }, usage: {} }];
      yield* drop('finish')({ name: 'x', stream: next }).stream(request);
    }),
  ),
  wrapped(
    'always says stop',
    'every finish reason is told in our words and in its own',
    mapEvents((event) =>
      event.type === 'finish' ? { ...event, finish: { ...event.finish, unified: 'stop' } } : event,
    ),
  ),
  wrapped(
    'says tool-calls by the reason alone',
    'calls count more than a finish reason of a normal end',
    mapEvents((event) =>
      event.type === 'finish' && normalEnds.includes(event.finish.raw ?? '')
        ? { ...event, finish: { ...event.finish, unified: 'stop' } }
        : event,
    ),
  ),
  wrapped(
    'says tool-calls although the answer was cut off',
    'a call cut off by the token limit keeps the finish reason `length`',
    mapEvents((event) =>
      event.type === 'finish' && event.finish.unified === 'length'
        ? { ...event, finish: { ...event.finish, unified: 'tool-calls' } }
        : event,
    ),
  ),
  wrapped(
    'drops the raw finish reason',
    'an unknown finish reason is `other` and keeps its own word',
    mapEvents((event) =>
      event.type === 'finish' ? { ...event, finish: { unified: event.finish.unified } } : event,
    ),
  ),
  wrapped(
    'fails on an unknown finish reason',
    'an unknown finish reason is `other` and keeps its own word',
    mapEvents((event) => {
      if (event.type === 'finish' && event.finish.unified === 'other')
        throw new TypeError('unknown finish reason');
      return event;
    }),
  ),
  wrapped(
    'hides refusals',
    'a refusal is told by the finish reason and keeps its words',
    mapEvents((event) =>
      event.type === 'finish' && event.finish.unified === 'refusal'
        ? { ...event, finish: { unified: 'stop', raw: 'stop' } }
        : event,
    ),
  ),
  wrapped(
    'fails on an unknown finish reason without deltas',
    'without deltas: an unknown finish reason',
    mapBatches(({ deltas }) => (batch) => {
      if (!deltas && batch.some((event) => event.type === 'finish' && event.finish.unified === 'other'))
        throw new TypeError('unknown finish reason');
      return batch;
    }),
  ),
  wrapped(
    'warns without a reason',
    'a plain answer brings no warnings',
    mapEvents((event) =>
      event.type === 'finish' ? [{ type: 'warning', code: 'note', message: 'Done' }, event] : event,
    ),
  ),
  wrapped('never starts', 'start tells the id and the model of the answer', drop('start')),
  wrapped(
    'starts twice',
    text,
    mapEvents((event) => (event.type === 'start' ? [event, event] : event)),
  ),
  wrapped(
    'starts late',
    text,
    mapBatches(() => {
      const held: ModelEvent[] = [];
      return (batch) => {
        held.push(...batch.filter(({ type }) => type === 'start'));
        const rest = batch.filter(({ type }) => type !== 'start');
        return rest.some(({ type }) => type === 'text') ? [...rest, ...held.splice(0)] : rest;
      };
    }),
  ),
  wrapped(
    'loses the request id',
    'start tells the request id',
    mapEvents((event) => {
      if (event.type !== 'start') return event;
      const { requestId: _, ...response } = event.response;
      return { ...event, response };
    }),
  ),
  wrapped(
    'loses the rate limits',
    'start tells the rate limits',
    mapEvents((event) => {
      if (event.type !== 'start') return event;
      const { rateLimits: _, ...response } = event.response;
      return { ...event, response };
    }),
  ),
];

const usages: readonly ProviderMutant[] = [
  wrapped(
    'doubles usage',
    'usage is told in full',
    mapUsage((usage) => ({ ...usage, inputTokens: (usage.inputTokens ?? 0) * 2 })),
  ),
  wrapped(
    'says 0 for unknown usage',
    'usage that the host does not report is absent, never 0',
    mapUsage((usage) => ({ inputTokens: 0, outputTokens: 0, ...usage })),
  ),
  wrapped(
    'adds up the total itself',
    'counts that are missing from the usage are absent, and 0 stays 0',
    mapUsage((usage) => ({ ...usage, outputTokens: usage.outputTokens || Number.NaN })),
  ),
  wrapped(
    'drops cached tokens',
    'usage is told in full',
    mapUsage(({ cachedInputTokens: _cached, ...usage }) => usage),
    ({ untold }) => (untold?.has('cachedInputTokens') ? 'the API tells nothing of its cache' : undefined),
  ),
  wrapped(
    'drops tokens that were written to the cache',
    'tokens that were written to a cache are told',
    mapUsage(({ cacheWriteTokens: _written, ...usage }) => usage),
  ),
  wrapped(
    "drops the host's own usage",
    'usage is told in full',
    mapUsage(({ raw: _raw, ...usage }) => usage),
  ),
  wrapped(
    'reports negative counts',
    'usage is told in full',
    mapUsage((usage) => ({ ...usage, outputTokens: -1 })),
  ),
];

const contents: readonly ProviderMutant[] = [
  wrapped(
    'drops reasoning',
    'reasoning is apart from the text',
    mapEvents((event) =>
      event.type === 'reasoning' || (event.type === 'part' && event.part.type === 'reasoning') ? [] : event,
    ),
  ),
  wrapped(
    'shows reasoning as text',
    'reasoning is apart from the text',
    mapEvents((event) => (event.type === 'reasoning' ? { ...event, type: 'text' } : event)),
  ),
  wrapped(
    'repeats pieces',
    'pieces are handed on as they came, each once',
    mapEvents((event) => (event.type === 'text' ? [event, event] : event)),
  ),
  wrapped(
    'skips equal pieces',
    'pieces are handed on as they came, each once',
    mapBatches(() => {
      let last = '';
      return (batch) =>
        batch.filter((event) => {
          if (event.type !== 'text') return true;
          const repeated = event.text === last;
          last = event.text;
          return !repeated;
        });
    }),
  ),
  wrapped(
    'trims pieces',
    'blanks at the borders of pieces stay',
    mapEvents((event) => (event.type === 'text' ? { ...event, text: event.text.trim() } : event)),
  ),
  wrapped(
    'makes each piece a part',
    text,
    mapBatches(() => {
      let index = 0;
      return (batch) => batch.map((event) => (event.type === 'text' ? { ...event, index: index++ } : event));
    }),
  ),
  wrapped(
    'gives fractions as index',
    text,
    mapEvents((event) => ('index' in event ? { ...event, index: event.index + 0.5 } : event)),
  ),
  wrapped(
    'reverses the pieces of a chunk',
    'network chunks do not matter: all at once',
    mapBatches(() => (batch) => {
      const texts = batch.filter((event) => event.type === 'text').toReversed();
      return batch.map((event) => (event.type === 'text' ? (texts.shift() ?? event) : event));
    }),
  ),
  wrapped(
    'puts calls before the text',
    'text before a call comes before it',
    mapEvents((event) =>
      'index' in event ? { ...event, index: event.type === 'text' ? event.index + 10 : event.index } : event,
    ),
  ),
  wrapped(
    'puts all text first',
    'parts of several kinds keep their order',
    mapEvents((event) => {
      if (!('index' in event)) return event;
      const isText = event.type === 'text' || (event.type === 'part' && event.part.type === 'text');
      return { ...event, index: isText ? event.index : event.index + 1_000_000 };
    }),
  ),
  wrapped(
    'yields events instead of batches',
    text,
    wrapStream(async function* (request, next) {
      for await (const batch of next(request)) for (const event of batch) yield event as never;
    }),
  ),
];

/** Wrong in what they hand on, calls apart. */
export const eventMutants: readonly ProviderMutant[] = [...ends, ...usages, ...contents];
