import { expect, it } from 'vitest';
import { visible } from './visible.ts';

it.each([
  ['\u001b[2Kgone\rrm -rf /', '\\x1b[2Kgone\\x0drm -rf /'],
  ['\u009b31mred', '\\x9b31mred'],
  ['safe\u202egnp.exe', 'safe\\u202egnp.exe'],
  ['one\r\ntwo\tthree', 'one\ntwo\tthree'],
  ['Grüße, שלום, 🎲', 'Grüße, שלום, 🎲'],
])('%j is shown as %j', (text, shown) => {
  expect(visible(text)).toBe(shown);
});
