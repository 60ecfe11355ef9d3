import { expect, test } from 'vitest';
import { codeBlocks } from './code-blocks.mjs';

test('finds blocks with language, flags and the line of their first line', () => {
  const markdown = 'text\n```ts run\nconst a = 1;\n```\n\n- item\n\n  ~~~sh\n  ls\n  ~~~\n';
  expect(codeBlocks(markdown)).toEqual([
    { language: 'ts', flags: ['run'], line: 3, code: 'const a = 1;' },
    { language: 'sh', flags: [], line: 9, code: 'ls' },
  ]);
});

test('a longer fence holds shorter ones as text', () => {
  expect(codeBlocks('````md\n```ts\nx\n```\n````\n')).toEqual([
    { language: 'md', flags: [], line: 2, code: '```ts\nx\n```' },
  ]);
});
