import { describe, expect, it } from 'vitest';
import { diffText, regexSearch } from '@pegboard/toolbox';
import { call } from '../files/files.test-helper.ts';

describe('a search in a text', { timeout: 30_000 }, () => {
  it('gives places, groups and names', async () => {
    const { result } = await call(regexSearch(), {
      pattern: '(?P<key>\\w+)=(\\d+)?',
      text: 'a=1\n b=\nÄ c=3',
    });
    expect(result).toEqual({
      matches: [
        { match: 'a=1', line: 1, column: 1, groups: ['a', '1'], named: { key: 'a' } },
        { match: 'b=', line: 2, column: 2, groups: ['b', null], named: { key: 'b' } },
        { match: 'c=3', line: 3, column: 3, groups: ['c', '3'], named: { key: 'c' } },
      ],
      truncated: false,
    });
  });

  it.each([
    ['^b', {}, ['b', 'b']],
    ['^b', { multiline: false }, []],
    ['B', { ignore_case: true }, ['b', 'b']],
    ['\\p{L}+', { text: 'één 2 дом' }, ['één', 'дом']],
    ['x*', { text: 'ab' }, ['', '', '']],
    ['😀+', { text: 'a😀😀b' }, ['😀😀']],
  ])('for %s %j', async (pattern, more, expected) => {
    const { result } = await call(regexSearch(), { pattern, text: 'a\nb\nb', ...more });
    expect((result as { matches: { match: string }[] }).matches.map(({ match }) => match)).toEqual(expected);
  });

  it('stops at as many as are asked for', async () => {
    const { result } = await call(regexSearch(), { pattern: 'a', text: 'aaa', max_matches: 2 });
    expect(result).toMatchObject({ matches: [{ column: 1 }, { column: 2 }], truncated: true });
  });

  it.each(['(', '(?=a)', '(a)\\1', 'a{9999}'])(
    'for %s, which is no pattern here, says why',
    async (pattern) => {
      expect(await call(regexSearch(), { pattern, text: 'a' })).toMatchObject({
        status: 'failed',
        error: expect.stringContaining('pattern cannot be used'),
      });
    },
  );

  it('tells what is wrong with the pattern as it was given', async () => {
    const { error } = await call(regexSearch(), { pattern: '(foo', text: 'a', ignore_case: true });
    expect(error).toMatch(/missing closing \): `\(foo`/);
  });

  it.each([
    ['^(a+)+$', `${'a'.repeat(50_000)}!`],
    ['(a|aa)+$', `${'a'.repeat(50_000)}!`],
    ['(.*)*x', 'a'.repeat(20_000)],
    ['((a{1,100}){1,10}){1,1}b', 'a'.repeat(5_000)],
  ])('for %s ends, however hostile the text', async (pattern, text) => {
    expect(['success', 'failed']).toContain(
      (await call(regexSearch({ timeoutMs: 5_000 }), { pattern, text })).status,
    );
  });
});

describe('a comparison', { timeout: 30_000 }, () => {
  it('shows what was added and removed', async () => {
    const { result } = await call(diffText(), {
      before: 'one\ntwo\nthree\n',
      after: 'one\n2\nthree\nfour\n',
      context: 1,
    });
    expect(result).toEqual({
      equal: false,
      added: 2,
      removed: 1,
      diff: '@@ -1,3 +1,4 @@\n one\n-two\n+2\n three\n+four',
    });
  });

  it('of equal texts is empty', async () => {
    expect((await call(diffText(), { before: 'a\n', after: 'a\n' })).result).toEqual({
      equal: true,
      added: 0,
      removed: 0,
      diff: '',
    });
    expect(
      (await call(diffText(), { before: 'a\n', after: 'a \n', ignore_whitespace: true })).result,
    ).toMatchObject({ equal: true });
  });

  it('of long texts without anything in common ends', async () => {
    const lines = (word: string): string =>
      Array.from({ length: 30_000 }, (_, at) => `${word}${at}`).join('\n');
    const { status } = await call(diffText({ timeoutMs: 5_000 }), { before: lines('a'), after: lines('b') });
    expect(['success', 'failed']).toContain(status);
  });
});
