import { expect, it } from 'vitest';
import { createThinkTagReader, type Said } from './think-tags.ts';

/** What comes of the text when it comes in pieces of this many characters. */
function read(text: string, size: number): Record<Said['type'], string> {
  const reader = createThinkTagReader();
  const said: Said[] = [];
  for (let at = 0; at < text.length; at += size) said.push(...reader.push(text.slice(at, at + size)));
  said.push(...reader.end());
  const join = (type: Said['type']): string =>
    said.map((each) => (each.type === type ? each.text : '')).join('');
  return { reasoning: join('reasoning'), text: join('text') };
}

it.each([
  ['plain', '', 'plain'],
  ['', '', ''],
  ['  padded', '', '  padded'],
  ['\n<think>hm\nhm</think>\n\nyes', 'hm\nhm', 'yes'],
  ['<think>\n\n</think>\n\nyes', '', 'yes'],
  ['<think>a </thin> b</think>c <think>d</think>', 'a </thin> b', 'c <think>d</think>'],
  ['<think>never ends </thi', 'never ends </thi', ''],
  ['<thin', '', '<thin'],
  ['<thinking>x', '', '<thinking>x'],
  ['say <think>x</think>', '', 'say <think>x</think>'],
  ['<think>only</think>', 'only', ''],
])('%j is the thought %j and the text %j, however it is cut', (text, reasoning, rest) => {
  for (let size = 1; size <= Math.max(1, text.length); size++)
    expect(read(text, size), `in pieces of ${size}`).toEqual({ reasoning, text: rest });
});

it('holds nothing back that is certain', () => {
  const reader = createThinkTagReader();
  expect(reader.push('Hel')).toEqual([{ type: 'text', text: 'Hel' }]);
  expect(reader.push('lo <')).toEqual([{ type: 'text', text: 'lo <' }]);
});
