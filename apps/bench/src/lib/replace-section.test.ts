import { expect, test } from 'vitest';
import { replaceSection } from './replace-section.ts';

test('only what is between the marks is replaced', () => {
  const document = 'before\n<!-- figures -->\nold\n<!-- /figures -->\nafter\n';
  const replaced = replaceSection(document, 'new\n');
  expect(replaced).toBe('before\n<!-- figures -->\n\nnew\n\n<!-- /figures -->\nafter\n');
  expect(replaceSection(replaced, 'new')).toBe(replaced);
});

test('a document without marks is left alone', () => {
  expect(() => replaceSection('text', 'new')).toThrow(TypeError);
});
