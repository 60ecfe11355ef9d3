import fc from 'fast-check';
import { expect, it } from 'vitest';
import { compileGlobs } from '@pegboard/guard';

it.each([
  ['*.md', 'a.md', true],
  ['*.md', 'deep/down/a.md', true],
  ['/*.md', 'deep/a.md', false],
  ['./*.md', 'a.md', true],
  ['src/*.ts', 'src/a.ts', true],
  ['src/*.ts', 'src/deep/a.ts', false],
  ['src/**/*.ts', 'src/a.ts', true],
  ['src/**/*.ts', 'src/deep/down/a.ts', true],
  ['src/**/*.ts', 'lib/a.ts', false],
  ['**/test/**', 'a/test/b/c', true],
  ['src/**', 'src/a', true],
  ['?.txt', 'é.txt', true],
  ['?.txt', '👍.txt', true],
  ['?.txt', 'ab.txt', false],
  ['[a-c].txt', 'b.txt', true],
  ['[!a-c].txt', 'b.txt', false],
  ['[]].txt', '].txt', true],
  ['[.txt', '[.txt', true],
  ['*.{ts,tsx}', 'a.tsx', true],
  ['{src,test}/{a,b{1,2}}.ts', 'test/b2.ts', true],
  ['{a}', '{a}', true],
  ['.env*', '.env.local', true],
  ['.env*', 'x.env', false],
  ['a*b*c', 'a-b-b-c', true],
  ['a*b*c', 'a-c-b', false],
  ['**', 'any/thing', true],
  ['a.b', 'axb', false],
  ['(a|b)+', '(a|b)+', true],
] as const)('%s on %s: %s', (pattern, path, expected) => {
  expect(compileGlobs([pattern])(path)).toBe(expected);
});

it('folds case, Unicode forms and what is not shown, if told to', () => {
  const matches = compileGlobs(['.Env', 'caf\u00e9'], { fold: true });
  for (const path of ['.env', '.ENV', 'x/.eN\u200dV', 'cafe\u0301', 'CAF\u00c9', '.env. .'])
    expect(matches(path), path).toBe(true);
  expect(compileGlobs(['.env'])('.ENV')).toBe(false);
});

it('a pattern that would take other matchers years takes no time', () => {
  const matches = compileGlobs([`${'*a'.repeat(100)}b`, `${'**/'.repeat(100)}x`]);
  expect(matches('a'.repeat(250))).toBe(false);
  expect(matches(Array(500).fill('a').join('/'))).toBe(false);
});

it('a pattern with too many alternatives, or none, is an error', () => {
  expect(() => compileGlobs(['{a,b}'.repeat(12)])).toThrow(/more than 256 alternatives/);
  expect(() => compileGlobs(['/'])).toThrow(/names nothing/);
});

it('a name without signs matches itself and nothing else', () => {
  const name = fc.stringMatching(/^[\w ().+$^|-]{1,20}$/);
  fc.assert(
    fc.property(name, name, (one, other) => {
      const matches = compileGlobs([one]);
      expect(matches(`x/${one}`)).toBe(true);
      expect(matches(other)).toBe(one === other);
    }),
  );
});
