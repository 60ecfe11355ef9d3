import type { JsonValue } from '../contracts/json.ts';
import { malformed, noCall, type PayloadReading, type TextCall } from './text-call.ts';

/**
 * Calls written as Python: `[get_weather(city="Paris"), now()]`, one call a line, or inside `print(…)`. Only literals are read:
 * strings, numbers, True, False, None, lists, tuples, dicts, all by keyword. Anything else is malformed, never evaluated.
 */
export function callsFromPython(payload: string, marked: boolean): PayloadReading {
  const parser = new PythonCalls(payload);
  try {
    const calls = parser.calls();
    return calls.length > 0 ? { kind: 'calls', calls } : noCall;
  } catch (error) {
    if (!(error instanceof NotPython)) throw error;
    const code = parser.ended ? 'truncated' : undefined;
    return marked || parser.sawCall ? malformed(error.message, undefined, code) : noCall;
  }
}

class NotPython extends Error {}

const maxDepth = 50;

class PythonCalls {
  sawCall = false;
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  /** Nothing is left to read. */
  get ended(): boolean {
    return this.#at >= this.#text.length;
  }

  calls(): TextCall[] {
    const calls: TextCall[] = [];
    const list = this.#skip('[');
    for (;;) {
      if (list && this.#skip(']')) break;
      if (!list && this.#atEnd()) return calls;
      calls.push(this.#printed());
      if (!this.#skip(',')) this.#skip(';');
    }
    if (!this.#atEnd()) throw new NotPython('something follows the list of calls');
    return calls;
  }

  #printed(): TextCall {
    const name = this.#name();
    if (name !== 'print') return this.#call(name);
    this.#expect('(');
    const call = this.#call(this.#name());
    this.#expect(')');
    return call;
  }

  #call(name: string): TextCall {
    this.#expect('(');
    this.sawCall = true;
    const values = new Map<string, JsonValue>();
    while (!this.#skip(')')) {
      const key = this.#name();
      if (!this.#skip('='))
        throw new NotPython(`the arguments of ${name} must be written by name, as key=value`);
      if (values.has(key)) throw new NotPython(`${key} is given twice`);
      values.set(key, this.#value(0));
      if (!this.#skip(',') && this.#peek() !== ')')
        throw new NotPython(`the arguments of ${name} are not separated by commas`);
    }
    return { name: name.replace(/\.call$/, ''), args: { kind: 'json', value: Object.fromEntries(values) } };
  }

  #name(): string {
    this.#blanks();
    const name = /[A-Za-z_][\w.-]*/y;
    name.lastIndex = this.#at;
    const found = name.exec(this.#text)?.[0];
    if (found === undefined)
      throw new NotPython(
        `a name was expected at ${JSON.stringify(this.#text.slice(this.#at, this.#at + 20))}`,
      );
    this.#at += found.length;
    return found;
  }

  #value(depth: number): JsonValue {
    if (depth > maxDepth) throw new NotPython('it is nested too deeply');
    const next = this.#peek();
    if (next === '[' || next === '(') return this.#list(next === '[' ? ']' : ')', depth);
    if (next === '{') return this.#dict(depth);
    if (next === '"' || next === "'") return this.#strings();
    return this.#word();
  }

  #list(close: string, depth: number): JsonValue {
    this.#at++;
    const items: JsonValue[] = [];
    while (!this.#skip(close)) {
      items.push(this.#value(depth + 1));
      if (!this.#skip(',') && this.#peek() !== close)
        throw new NotPython('a list is not separated by commas');
    }
    return items;
  }

  #dict(depth: number): JsonValue {
    this.#at++;
    const members = new Map<string, JsonValue>();
    while (!this.#skip('}')) {
      const key = this.#value(depth + 1);
      if (typeof key !== 'string') throw new NotPython('the keys of a dict must be strings');
      this.#expect(':');
      members.set(key, this.#value(depth + 1));
      if (!this.#skip(',') && this.#peek() !== '}') throw new NotPython('a dict is not separated by commas');
    }
    return Object.fromEntries(members);
  }

  /** Neighbouring string literals are one string in Python. */
  #strings(): string {
    let text = '';
    while (this.#peek() === '"' || this.#peek() === "'") text += this.#string();
    return text;
  }

  #string(): string {
    const quote = this.#text[this.#at] ?? '';
    const triple = this.#text.startsWith(quote.repeat(3), this.#at);
    const close = triple ? quote.repeat(3) : quote;
    this.#at += close.length;
    let text = '';
    for (;;) {
      const character = this.#text[this.#at];
      if (character === undefined || (character === '\n' && !triple))
        throw new NotPython('a string has no end');
      if (this.#text.startsWith(close, this.#at)) break;
      text += character === '\\' ? this.#escape() : character;
      this.#at++;
    }
    this.#at += close.length;
    return text;
  }

  /** Leaves the position at the escape's last character. */
  #escape(): string {
    const letter = this.#text[++this.#at] ?? '';
    const simple: Record<string, string> = {
      n: '\n',
      t: '\t',
      r: '\r',
      b: '\b',
      f: '\f',
      '\n': '',
      '\\': '\\',
      "'": "'",
      '"': '"',
      '/': '/',
    };
    if (Object.hasOwn(simple, letter)) return simple[letter] ?? '';
    const digits = { x: 2, u: 4, U: 8 }[letter];
    const code = digits === undefined ? undefined : this.#text.slice(this.#at + 1, this.#at + 1 + digits);
    if (digits === undefined || code === undefined || !/^[\da-f]+$/i.test(code) || code.length < digits)
      return `\\${letter}`;
    const point = Number.parseInt(code, 16);
    if (point > 0x10ffff) throw new NotPython(`\\${letter}${code} is no character`);
    this.#at += digits;
    return String.fromCodePoint(point);
  }

  #word(): JsonValue {
    const word = /-?[\w.+-]+/y;
    word.lastIndex = this.#at;
    const found = word.exec(this.#text)?.[0] ?? '';
    this.#at += found.length;
    if (found === 'True' || found === 'true') return true;
    if (found === 'False' || found === 'false') return false;
    if (found === 'None' || found === 'null') return null;
    if (/^-?\d{16,}$/.test(found)) return found; // digits that a number cannot hold stay text
    if (/^-?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?$/.test(found)) return Number(found);
    throw new NotPython(
      `${JSON.stringify(found || this.#text.slice(this.#at, this.#at + 20))} is no plain value`,
    );
  }

  #peek(): string | undefined {
    this.#blanks();
    return this.#text[this.#at];
  }

  #skip(character: string): boolean {
    if (this.#peek() !== character) return false;
    this.#at++;
    return true;
  }

  #expect(character: string): void {
    if (!this.#skip(character))
      throw new NotPython(
        `"${character}" was expected at ${JSON.stringify(this.#text.slice(this.#at, this.#at + 20))}`,
      );
  }

  #atEnd(): boolean {
    return this.#peek() === undefined;
  }

  #blanks(): void {
    while (this.#at < this.#text.length && this.#text.charCodeAt(this.#at) <= 32) this.#at++;
  }
}
