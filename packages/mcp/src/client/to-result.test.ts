import { expect, test } from 'vitest';
import { toResult } from './to-result.ts';

const text = (words: string) => ({ type: 'text' as const, text: words });

test('text is the value', () => {
  expect(toResult({ content: [text('a'), text('b')] })).toMatchObject({ value: 'a\nb', content: [] });
  expect(toResult({ content: [] })).toMatchObject({ value: '' });
});

test('structured content is the value; text that only repeats it is left out, other text is not', () => {
  const structuredContent = { n: 1 };
  const content = [text('{ "n": 1 }'), text('One.')];
  expect(toResult({ content, structuredContent })).toMatchObject({
    value: { n: 1 },
    content: [text('One.')],
  });
});

test('text that is all of the structured content is left out too', () => {
  const answer = toResult({ content: [text('bees')], structuredContent: { content: 'bees' } });
  expect(answer).toMatchObject({ value: { content: 'bees' }, content: [] });
});

test('media and resources go along', () => {
  const answer = toResult({
    content: [
      { type: 'audio', data: 'aGk=', mimeType: 'audio/wav' },
      { type: 'resource', resource: { uri: 'file:///a/b.txt', text: 'words', mimeType: 'text/plain' } },
      { type: 'resource', resource: { uri: 'file:///a/b.bin', blob: 'aGk=' } },
      { type: 'resource_link', uri: 'file:///c', name: 'c' },
    ],
  });
  expect(answer.value).toBe('<file:///a/b.txt>\nwords');
  expect(answer.content).toEqual([
    { type: 'media', mediaType: 'audio/wav', data: 'aGk=' },
    { type: 'media', mediaType: 'application/octet-stream', data: 'aGk=', filename: 'b.bin' },
    { type: 'json', value: { type: 'resource_link', uri: 'file:///c', name: 'c' } },
  ]);
});

test('an error is thrown with the words of the server', () => {
  expect(() =>
    toResult({ isError: true, content: [text('no'), { type: 'image', data: '', mimeType: 'image/png' }] }),
  ).toThrow('no\n[image/png]');
  expect(() => toResult({ isError: true, content: [] })).toThrow('did not say why');
});
