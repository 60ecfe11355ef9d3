import { expect, it } from 'vitest';
import { isPegboardError, isProviderError, isRunError } from '@pegboard/core';
import { describeError } from './describe-error.ts';
import { toolSignalKind } from './tool-signals.ts';

function refuse(): never {
  throw new Error('hands off');
}
const hostile = new Proxy({}, { get: refuse, has: refuse, getPrototypeOf: refuse });

it.each([
  [new Error('plain'), 'plain'],
  ['text', 'text'],
  [3, '3'],
  [false, 'false'],
  [undefined, 'unknown error'],
  [null, 'unknown error'],
  [{}, 'unknown error'],
  [new Error(''), 'unknown error'],
  [{ message: 7 }, 'unknown error'],
  [Symbol('s'), 'unknown error'],
  [
    new Error("ENOENT: no such file or directory, open '/home/ann/secret/keys.pem'"),
    "ENOENT: no such file or directory, open 'keys.pem'",
  ],
  ['at /usr/lib/node_modules/x/index.js:10:5', 'at index.js:10:5'],
  ['in file:///srv/app/main.js', 'in main.js'],
  ['in C:\\Users\\ann\\app\\main.js', 'in main.js'],
  [
    'see https://example.com/docs/errors and 3/4 of a/b',
    'see https://example.com/docs/errors and 3/4 of a/b',
  ],
])('describes %o', (thrown, words) => expect(describeError(thrown)).toBe(words));

it('is short and well formed, and quick for very long messages', () => {
  const began = performance.now();
  for (const piece of ['/a', 'x', '\ud83d\ude00', '\\a', 'C:\\', '/']) {
    const words = describeError(new Error(piece.repeat(1_000_000)));
    expect(words.length).toBeLessThanOrEqual(500);
    expect(words.isWellFormed()).toBe(true);
  }
  expect(performance.now() - began).toBeLessThan(1_000);
});

it('describes what cannot even be looked at', () => expect(describeError(hostile)).toBe('unknown error'));

it('nothing hostile is taken for an error of ours', () => {
  for (const guard of [isPegboardError, isProviderError, isRunError, toolSignalKind])
    expect(guard(hostile)).toBeFalsy();
});
