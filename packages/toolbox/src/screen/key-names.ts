import { ToolFailure } from '@pegboard/core';

/** What models write, in small letters without `_` and `-`, and what X calls it. */
const names: Readonly<Record<string, string>> = {
  ctrl: 'Control_L', control: 'Control_L', shift: 'Shift_L', alt: 'Alt_L', option: 'Alt_L', opt: 'Alt_L', altgr: 'ISO_Level3_Shift',
  meta: 'Super_L', super: 'Super_L', cmd: 'Super_L', command: 'Super_L', win: 'Super_L', windows: 'Super_L',
  enter: 'Return', return: 'Return', esc: 'Escape', escape: 'Escape', tab: 'Tab', space: 'space', spacebar: 'space',
  backspace: 'BackSpace', del: 'Delete', delete: 'Delete', ins: 'Insert', insert: 'Insert', home: 'Home', end: 'End',
  pageup: 'Page_Up', pgup: 'Page_Up', prior: 'Page_Up', pagedown: 'Page_Down', pgdn: 'Page_Down', next: 'Page_Down',
  up: 'Up', down: 'Down', left: 'Left', right: 'Right', arrowup: 'Up', arrowdown: 'Down', arrowleft: 'Left', arrowright: 'Right',
  capslock: 'Caps_Lock', numlock: 'Num_Lock', scrolllock: 'Scroll_Lock', printscreen: 'Print', print: 'Print', prtsc: 'Print',
  pause: 'Pause', menu: 'Menu', contextmenu: 'Menu', plus: 'plus', minus: 'minus',
}; // prettier-ignore

const signs: Readonly<Record<string, string>> = {
  ' ': 'space', '!': 'exclam', '"': 'quotedbl', '#': 'numbersign', '$': 'dollar', '%': 'percent', '&': 'ampersand', "'": 'apostrophe',
  '(': 'parenleft', ')': 'parenright', '*': 'asterisk', '+': 'plus', ',': 'comma', '-': 'minus', '.': 'period', '/': 'slash',
  ':': 'colon', ';': 'semicolon', '<': 'less', '=': 'equal', '>': 'greater', '?': 'question', '@': 'at', '[': 'bracketleft',
  '\\': 'backslash', ']': 'bracketright', '^': 'asciicircum', '_': 'underscore', '`': 'grave', '{': 'braceleft', '|': 'bar',
  '}': 'braceright', '~': 'asciitilde',
}; // prettier-ignore

/** Keys that are pressed together, by the names that X has for them. */
export type Chord = readonly string[];

/** Reads `ctrl+s`, `Return`, or several after one another: `Down Down Return`. Throws a `ToolFailure` for what names no key. */
export function readChords(text: string): readonly Chord[] {
  const words = text.split(/\s+/).filter(Boolean);
  if (words.length === 0 && text !== ' ') throw noKey(text);
  return words.length === 0 ? [['space']] : words.map((word) => readWord(word));
}

/** Reads keys that are held together. */
export function readChord(text: string): Chord {
  const [chord, ...more] = readChords(text);
  if (chord && more.length === 0) return chord;
  throw new ToolFailure('Keys that are held are held together, such as ctrl+shift.');
}

function readWord(word: string): Chord {
  // A plus at the end, or one alone, is the key itself.
  const parts = word.replace(/(^|\+)\+$/, '$1plus').split('+');
  return parts.map((part) => keyOf(part) ?? fail(noKey(word)));
}

function keyOf(part: string): string | undefined {
  const [character = ''] = part;
  if (character === part) return /[a-z0-9]/i.test(part) ? part : (signs[part] ?? symbolOf(part));
  const known = names[part.toLowerCase().replaceAll(/[_-]/g, '')];
  if (known !== undefined) return known;
  if (/^f([1-9]|[12]\d|3[0-5])$/i.test(part)) return part.toUpperCase();
  // Names of X, such as KP_Enter. Numbers would be those of keys of the keyboard.
  return /^[a-z]\w{1,39}$/i.test(part) ? part : undefined;
}

const sure: ReadonlySet<string> = new Set([...Object.values(names), ...Object.values(signs)]);

/** Whether X has a key of this name; of others only X itself can tell. */
export function isSureKey(name: string): boolean {
  return name.length === 1 || sure.has(name) || /^(F\d+|U[0-9A-F]{4,6})$/.test(name);
}

/** How X calls a character that has no name. */
export function symbolOf(character: string): string | undefined {
  const code = character.codePointAt(0);
  return code === undefined || code < 0xa0
    ? undefined
    : `U${code.toString(16).toUpperCase().padStart(4, '0')}`;
}

function fail(error: ToolFailure): never {
  throw error;
}

function noKey(text: string): ToolFailure {
  return new ToolFailure(
    `${JSON.stringify(text.slice(0, 100))} names no keys. Write them such as Return, Page_Down, F5, a or ctrl+shift+t; several after one another with spaces between them. For text use the action type.`,
  );
}
