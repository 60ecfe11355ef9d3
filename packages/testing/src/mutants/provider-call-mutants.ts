import type { ModelBatch, ModelEvent, RawToolCall } from '@pegboard/core';
import { type ProviderMutant, wrapped } from './provider-mutant.ts';
import { drop, mapAnswer, mapBatches, mapEvents, type Wrap, wrapStream } from './wrap-stream.ts';

const oneCall = 'a call comes with its id, name and arguments to the letter';
const parallel = 'parallel calls stay apart and in order';

const mapCalls = (change: (call: RawToolCall) => RawToolCall): Wrap =>
  mapEvents((event) =>
    event.type === 'part' && event.part.type === 'tool-call' ? { ...event, part: change(event.part) } : event,
  );
const asText = (args: RawToolCall['args']): string =>
  typeof args === 'string' ? args : JSON.stringify(args);
const parsed = (args: RawToolCall['args']): RawToolCall['args'] => {
  try {
    return JSON.stringify(JSON.parse(asText(args)));
  } catch {
    return '{}';
  }
};

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
    mapAnswer((events) => {
      const all = events.flatMap((event) =>
        event.type === 'part' && event.part.type === 'tool-call' ? [event.part] : [],
      );
      const args = all.map((call) => asText(call.args)).join('');
      return events.flatMap((event) =>
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
    mapAnswer((events) => {
      const last = events.findLastIndex((event) => event.type === 'part');
      return events.filter((event, at) => event.type !== 'part' || at === last);
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

/** Wrong in their calls, and in when they hand on. */
export const callMutants: readonly ProviderMutant[] = [...calls, ...timing];
