import { expect, it } from 'vitest';
import { readChord, readChords } from './key-names.ts';

it.each([
  ['Return', [['Return']]],
  ['enter', [['Return']]],
  ['ctrl+s', [['Control_L', 's']]],
  ['Ctrl+Shift+T', [['Control_L', 'Shift_L', 'T']]],
  ['cmd+space', [['Super_L', 'space']]],
  ['option+ArrowUp', [['Alt_L', 'Up']]],
  ['page_down Page-Up PGDN', [['Page_Down'], ['Page_Up'], ['Page_Down']]],
  ['f12', [['F12']]],
  ['XF86AudioMute', [['XF86AudioMute']]],
  ['KP_0', [['KP_0']]],
  ['7', [['7']]],
  ['+', [['plus']]],
  ['ctrl++', [['Control_L', 'plus']]],
  ['ctrl+-', [['Control_L', 'minus']]],
  ['-', [['minus']]],
  [' ', [['space']]],
  ['/ \\', [['slash'], ['backslash']]],
  ['ß', [['U00DF']]],
  ['👍', [['U1F44D']]],
  ['Down  Down\tReturn', [['Down'], ['Down'], ['Return']]],
])('%j', (text, chords) => {
  expect(readChords(text)).toEqual(chords);
});

it.each(['', '\n', '--delay', 'ctrl+', 'ctrl+--window', '+a', 'a++b', '100', 'key;rm', '$(x)', 'a\0b', 'é́'])(
  '%j names no keys',
  (text) => {
    expect(() => readChords(text)).toThrow('names no keys');
  },
);

it('what is held is one chord', () => {
  expect(readChord('ctrl+shift')).toEqual(['Control_L', 'Shift_L']);
  expect(() => readChord('ctrl shift')).toThrow('held together');
});
