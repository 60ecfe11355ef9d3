import { balance, withFallback } from '@pegboard/core/models';
import type { BuiltinSupport, Provider } from '@pegboard/core/provider';
import { expect, it } from 'vitest';
import { ask, outcome } from './ask.test-util.ts';

const targetWith = (builtinTools?: BuiltinSupport): { provider: Provider; model: string } => ({
  provider: {
    name: 'p',
    stream: async function* () {
      yield [{ type: 'finish', finish: { unified: 'stop' }, usage: {} }];
    },
    ...(builtinTools && { builtinTools: () => builtinTools }),
  },
  model: 'm',
});
const search = (...options: string[]): BuiltinSupport => ({ web_search: { options, executor: 'provider' } });
const known = (...targets: readonly ReturnType<typeof targetWith>[]) => {
  const { provider, model } = withFallback(targets);
  return provider.builtinTools?.(model);
};

it('targets together have the builtin tools and options that all of them have', () => {
  const first = { ...search('a', 'b'), memory: { options: [], executor: 'client' } } as const;
  expect(known(targetWith(first), targetWith(search('b', 'c')))).toEqual(search('b'));
  expect(known(targetWith(first), targetWith({}))).toEqual({});
  const inner = balance([targetWith(search('a')), targetWith(search('a', 'b'))]);
  expect(known(inner, targetWith(first))).toEqual(search('a'));
});

it('and nothing is known where one of them says nothing, or of another model', () => {
  expect(known(targetWith(search()), targetWith())).toBeUndefined();
  const { provider } = withFallback([targetWith(search())]);
  expect(provider.builtinTools?.('another')).toBeUndefined();
});

it('each target is asked for by itself all the same', async () => {
  const target = withFallback([targetWith(search()), targetWith()]);
  const { error } = await outcome(target, {
    ...ask(),
    model: target.model,
    builtinTools: [{ type: 'web_search' }],
  });
  expect(error).toBeUndefined();
});
