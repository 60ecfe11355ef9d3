import { describe, expect, it } from 'vitest';
import { findInjections, findPii, findSecrets } from '@pegboard/guard';
import { covers, sample } from './corpus.test-helper.ts';
import { harmless, orders } from './injections-corpus.test-helper.ts';
import { impersonalTexts, personalTexts } from './pii-corpus.test-helper.ts';
import { harmlessTexts, secretTexts } from './secrets-corpus.test-helper.ts';

const long = (text: string): string =>
  `${'Some words before it. '.repeat(20)}\n${text}\n${'And after it. '.repeat(20)}`;

const searches = {
  secrets: { find: findSecrets, positives: secretTexts, negatives: harmlessTexts },
  pii: { find: findPii, positives: personalTexts, negatives: impersonalTexts },
  injections: { find: findInjections, positives: orders, negatives: harmless },
} as const;

describe.each(Object.entries(searches))('%s', { timeout: 60_000 }, (name, { find, positives, negatives }) => {
  const isFound = (template: string): boolean => {
    const wanted = sample(template, 7);
    const found = find(wanted.text);
    return name === 'injections' ? found.length > 0 : covers(found, wanted);
  };

  it('finds at least 95 of 100', () => {
    const missed = positives.filter((text) => !isFound(text));
    expect(missed.length / positives.length, missed.join('\n')).toBeLessThanOrEqual(0.05);
  });

  it('leaves at least 97 of 100 harmless texts alone', () => {
    const hit = negatives.filter((text) => find(sample(text, 7).text).length > 0);
    const why = hit.map((text) => `${text}: ${JSON.stringify(find(sample(text, 7).text))}`);
    expect(hit.length / negatives.length, why.join('\n')).toBeLessThanOrEqual(0.03);
  });

  it('finds as much in the middle of a long text', () => {
    const missed = positives.filter((text) => find(long(sample(text, 7).text)).length === 0);
    expect(missed.length / positives.length, missed.join('\n')).toBeLessThanOrEqual(0.05);
  });
});

it('there are enough of both', () => {
  const all = Object.values(searches);
  for (const { positives, negatives } of all)
    expect(Math.min(positives.length, negatives.length)).toBeGreaterThanOrEqual(60);
  expect(all.reduce((sum, { positives }) => sum + positives.length, 0)).toBeGreaterThanOrEqual(150);
  expect(all.reduce((sum, { negatives }) => sum + negatives.length, 0)).toBeGreaterThanOrEqual(150);
});
