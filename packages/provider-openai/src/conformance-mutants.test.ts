import { openaiChatWire, providerCases, type ProviderSubject } from '@pegboard/testing';
import { mutate, providerMutants } from '@pegboard/testing/mutants';
import { describe, expect, it } from 'vitest';
import { openai } from './index.ts';

const correct: ProviderSubject = {
  create: ({ baseURL, apiKey }) => openai({ baseURL: `${baseURL}/v1`, apiKey }),
  wire: openaiChatWire,
};

describe('testProvider', () => {
  it('is proved by at least 30 wrong providers of distinct names', () => {
    expect(providerMutants.length).toBeGreaterThanOrEqual(30);
    expect(new Set(providerMutants.map(({ name }) => name)).size).toBe(providerMutants.length);
    expect(new Set(providerCases.map(({ name }) => name)).size).toBe(providerCases.length);
  });

  it.concurrent.each(providerMutants)(
    'catches a provider that $name',
    { timeout: 20_000 },
    async (mutant) => {
      const wanted = providerCases.find(({ name }) => name === mutant.caughtBy);
      expect(wanted, `there is no case "${mutant.caughtBy}"`).toBeDefined();
      await expect(wanted?.run(correct), 'the correct provider must pass').resolves.toBeUndefined();
      await expect(wanted?.run(mutate(correct, mutant))).rejects.toThrow();
    },
  );
});
