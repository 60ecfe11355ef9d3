import type { Provider } from '@pegboard/core';
import { scriptedProvider } from '@pegboard/testing';
import { testOfflineProvider } from '@pegboard/testing/vitest';
import { describe, expect, it } from 'vitest';
import { drop, mapEvents, mapRequest, mapUsage, type Wrap, wrapStream } from '../mutants/wrap-stream.ts';
import { offlineCases } from './offline-cases.ts';

const correct = (): Provider =>
  scriptedProvider([], { otherwise: { reasoning: 'hm', text: 'An answer of several words' } });
const caller = (): Provider =>
  scriptedProvider([], { otherwise: { calls: [{ name: 'clock', callId: 'c9' }] } });

testOfflineProvider(correct, { name: 'a scripted provider that talks' });

const question = 'an answer keeps the contract: a question';
const wrong: readonly (readonly [string, string, Wrap])[] = [
  ['drops finish', question, drop('finish')],
  ['finishes twice', question, mapEvents((event) => (event.type === 'finish' ? [event, event] : event))],
  ['starts twice', question, mapEvents((event) => (event.type === 'start' ? [event, event] : event))],
  ['gives negative usage', question, mapUsage(() => ({ inputTokens: -1 }))],
  [
    'mixes kinds under one index',
    question,
    mapEvents((event) => ('index' in event ? { ...event, index: 0 } : event)),
  ],
  ['yields what is no JSON', question, mapUsage(() => ({ raw: Number.NaN }))],
  ['gives nothing without deltas', 'without deltas the answer is the same: a question', drop('part')],
  ['changes the request', question, mapRequest((request) => Object.assign(request, { model: 'x' }))],
  [
    'ignores the signal',
    'an abort before the call rejects with its reason',
    mapRequest((request) => ({ ...request, signal: new AbortController().signal })),
  ],
  [
    'looks at the signal only at the start',
    'an abort after the first batch rejects with its reason and hands on nothing more',
    wrapStream((request, next) => {
      request.signal.throwIfAborted();
      return next({ ...request, signal: new AbortController().signal });
    }),
  ],
  [
    'leaves listeners on the signal',
    'no listener stays on the signal',
    wrapStream((request, next) => {
      request.signal.addEventListener('abort', () => {});
      return next(request);
    }),
  ],
  [
    'counts its calls',
    'the same request twice gives the same answer',
    (provider) => {
      let count = 0;
      return mapEvents((event) => (event.type === 'text' ? { ...event, text: `${++count}` } : event))(
        provider,
      );
    },
  ],
  [
    'fails on odd names with an error of its own',
    'an unknown model is refused with a ProviderError or answered',
    wrapStream((request, next) => {
      if (request.model === '__proto__') throw new TypeError('no such model');
      return next(request);
    }),
  ],
  [
    'keeps models in a plain object',
    'modelInfo knows nothing of unknown models and never fails',
    (provider) => ({
      ...provider,
      modelInfo: (id) => ({} as Record<string, never>)[id],
    }),
  ],
  ['has a name with a slash', 'the name keeps to its pattern', (provider) => ({ ...provider, name: 'a/b' })],
];

describe('testOfflineProvider', () => {
  it.each(wrong)('catches a provider that %s', async (_, caughtBy, wrap) => {
    const wanted = offlineCases.find(({ name }) => name === caughtBy);
    expect(wanted, `there is no case "${caughtBy}"`).toBeDefined();
    await expect(wanted?.run({ create: correct })).resolves.toBeUndefined();
    await expect(wanted?.run({ create: () => wrap(correct()) })).rejects.toThrow();
  });

  it('catches a provider that calls tools although none are allowed', async () => {
    const wanted = offlineCases.find(({ name }) => name === 'every choice of tools keeps the contract');
    await expect(wanted?.run({ create: caller })).rejects.toThrow('where none are allowed');
  });
});
