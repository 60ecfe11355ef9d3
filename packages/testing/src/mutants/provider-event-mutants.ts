import type { ModelBatch, ModelEvent, RawToolCall, Usage } from '@pegboard/core';
import { type ProviderMutant, wrapped } from './provider-mutant.ts';
import { mapBatches, mapEvents, type Wrap, wrapStream } from './wrap-stream.ts';

const text = 'a text in several pieces is one text, in order';
const oneCall = 'a call comes with its id, name and arguments to the letter';
const parallel = 'parallel calls stay apart and in order';

const mapCalls = (change: (call: RawToolCall) => RawToolCall): Wrap =>
  mapEvents((event) =>
    event.type === 'part' && event.part.type === 'tool-call' ? { ...event, part: change(event.part) } : event,
  );
const mapUsage = (change: (usage: Usage) => Usage): Wrap =>
  mapEvents((event) => (event.type === 'finish' ? { ...event, usage: change(event.usage) } : event));
const drop = (...types: readonly ModelEvent['type'][]): Wrap =>
  mapEvents((event) => (types.includes(event.type) ? [] : event));
const parsed = (args: RawToolCall['args']): RawToolCall['args'] => {
  try {
    return JSON.stringify(JSON.parse(String(args)));
  } catch {
    return '{}';
  }
};

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
      event.type === 'finish' && event.finish.raw === 'stop'
        ? { ...event, finish: { ...event.finish, unified: 'stop' } }
        : event,
    ),
  ),
  wrapped(
    'says tool-calls although the answer was cut off',
    'a call cut off by the token limit keeps the finish reason `length`',
    mapEvents((event) =>
      event.type === 'finish' && event.finish.raw === 'length'
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
    mapUsage(({ cachedInputTokens: _, ...usage }) => usage),
  ),
  wrapped(
    "drops the host's own usage",
    'usage is told in full',
    mapUsage(({ raw: _, ...usage }) => usage),
  ),
  wrapped(
    'reports negative counts',
    'usage is told in full',
    mapUsage((usage) => ({ ...usage, outputTokens: -1 })),
  ),
];

const contents: readonly ProviderMutant[] = [
  wrapped('drops reasoning', 'reasoning is apart from the text', drop('reasoning')),
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
    'yields events instead of batches',
    text,
    wrapStream(async function* (request, next) {
      for await (const batch of next(request)) for (const event of batch) yield event as never;
    }),
  ),
];

const calls: readonly ProviderMutant[] = [
  wrapped('drops calls', oneCall, drop('part', 'tool-call-delta')),
  wrapped(
    'gives only the deltas of a call',
    oneCall,
    mapEvents((event) => (event.type === 'part' && event.part.type === 'tool-call' ? [] : event)),
  ),
  wrapped(
    'gives no deltas of a call',
    'pieces of arguments are handed on as deltas',
    drop('tool-call-delta'),
  ),
  wrapped(
    'writes arguments anew',
    oneCall,
    mapCalls((call) => ({ ...call, args: parsed(call.args) })),
  ),
  wrapped(
    'turns broken arguments into none',
    'arguments that are not JSON are handed on as they are',
    mapCalls((call) => (parsed(call.args) === '{}' ? { ...call, args: '{}' } : call)),
  ),
  wrapped(
    'merges parallel calls',
    parallel,
    mapBatches(() => (batch) => {
      const all = batch.flatMap((event) =>
        event.type === 'part' && event.part.type === 'tool-call' ? [event.part] : [],
      );
      const args = all.map((call) => String(call.args)).join('');
      return batch.flatMap((event) =>
        event.type !== 'part' || event.part.type !== 'tool-call'
          ? event
          : event.part === all[0]
            ? { ...event, part: { ...event.part, args } }
            : [],
      );
    }),
  ),
  wrapped(
    'keeps only the last of parallel calls',
    parallel,
    mapBatches(() => (batch) => {
      const last = batch.findLastIndex((event) => event.type === 'part');
      return batch.filter((event, at) => event.type !== 'part' || at === last);
    }),
  ),
  wrapped(
    'turns the order of calls round',
    parallel,
    mapEvents((event) => ('index' in event ? { ...event, index: 99 - event.index } : event)),
  ),
  wrapped(
    'makes up ids',
    'calls without an id keep an empty one: no-id',
    mapCalls((call) => ({ ...call, callId: call.callId || 'call_0' })),
  ),
  wrapped(
    'replaces ids',
    oneCall,
    mapCalls((call) => ({ ...call, callId: 'call_1' })),
  ),
  wrapped(
    'lower-cases names',
    'a tool of any name that is offered can be called',
    mapCalls((call) => ({ ...call, name: call.name.toLowerCase() })),
  ),
  wrapped(
    'looks names up in an object',
    'a tool of any name that is offered can be called',
    mapCalls((call) => ({ ...call, name: ({} as Record<string, unknown>)[call.name] ? '' : call.name })),
  ),
  wrapped(
    'drops calls of unknown tools',
    'a call of a tool that was not offered is handed on',
    mapBatches(
      ({ tools }) =>
        (batch) =>
          batch
            .filter(
              (event) =>
                event.type !== 'part' ||
                event.part.type !== 'tool-call' ||
                tools.some(({ name }) => event.part.type === 'tool-call' && name === event.part.name),
            )
            .filter((event) => event.type !== 'tool-call-delta'),
    ),
  ),
  wrapped(
    'says that the provider ran the call',
    oneCall,
    mapCalls((call) => ({ ...call, executor: 'provider' })),
  ),
];

const timing: readonly ProviderMutant[] = [
  wrapped(
    'buffers until the end',
    'a text is handed on before the rest has come',
    wrapStream(async function* (request, next) {
      const all: ModelBatch[] = [];
      for await (const batch of next(request)) all.push(batch);
      yield all.flat();
    }),
  ),
  wrapped(
    'hands on one chunk late',
    'reasoning is handed on before the rest has come',
    wrapStream(async function* (request, next) {
      let held: ModelBatch | undefined;
      for await (const batch of next(request)) {
        if (held) yield held;
        held = batch;
      }
      if (held) yield held;
    }),
  ),
  wrapped(
    'holds calls back',
    'arguments are handed on before the rest has come',
    mapBatches(() => {
      const held: ModelEvent[] = [];
      return (batch) => {
        held.push(...batch.filter(({ type }) => type === 'tool-call-delta'));
        const rest = batch.filter(({ type }) => type !== 'tool-call-delta');
        return batch.some(({ type }) => type === 'part') ? [...held.splice(0), ...rest] : rest;
      };
    }),
  ),
  wrapped(
    'one batch for each event',
    'what one network chunk brings comes in one batch',
    wrapStream(async function* (request, next) {
      for await (const batch of next(request)) for (const event of batch) yield [event];
    }),
  ),
];

const states: readonly ProviderMutant[] = [
  wrapped('numbers its answers', 'the same request twice gives the same events', (provider) => {
    let count = 0;
    return mapEvents((event) =>
      event.type === 'start' ? { ...event, response: { ...event.response, requestId: `${++count}` } } : event,
    )(provider);
  }),
  wrapped('adds usage up over calls', 'nothing of one answer shows in the next', (provider) => {
    let sum = 0;
    return mapUsage((usage) => ({ ...usage, inputTokens: (sum += usage.inputTokens ?? 0) }))(provider);
  }),
  wrapped('one call at a time', 'two calls at once, their chunks alternating, stay apart', (provider) => {
    let last: Promise<void> = Promise.resolve();
    return wrapStream(async function* (request, next) {
      const before = last;
      const { promise, resolve } = Promise.withResolvers<void>();
      last = promise;
      await before;
      try {
        yield* next(request);
      } finally {
        resolve();
      }
    })(provider);
  }),
  wrapped('answers from a cache', 'nothing of one answer shows in the next', (provider) => {
    const cache: ModelBatch[] = [];
    return wrapStream(async function* (request, next) {
      if (cache.length > 0) return yield* cache;
      for await (const batch of next(request)) {
        cache.push(batch);
        yield batch;
      }
    })(provider);
  }),
  wrapped('sends before anybody reads', 'nothing is sent before the stream is read', (provider) => ({
    ...provider,
    stream(request) {
      const running = provider.stream(request)[Symbol.asyncIterator]();
      const first = running.next();
      first.catch(() => {});
      return (async function* () {
        for (let step = await first; !step.done; step = await running.next()) yield step.value;
      })();
    },
  })),
  wrapped(
    'invents facts of unknown models',
    'modelInfo knows nothing of unknown models and never fails',
    (provider) => ({ ...provider, modelInfo: (id) => ({ id }) }),
  ),
  wrapped(
    'keeps models in a plain object',
    'modelInfo knows nothing of unknown models and never fails',
    (provider) => ({
      ...provider,
      modelInfo: (id) => ({} as Record<string, never>)[id],
    }),
  ),
  wrapped('has an upper-case name', 'the name keeps to its pattern', (provider) => ({
    ...provider,
    name: 'OpenAI',
  })),
];

/** Wrong in what they hand on. */
export const eventMutants: readonly ProviderMutant[] = [
  ...ends,
  ...usages,
  ...contents,
  ...calls,
  ...timing,
  ...states,
];
