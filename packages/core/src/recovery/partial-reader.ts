type Container = { [key: string]: unknown } | unknown[];

interface Open {
  readonly container: Container;
  key: string | undefined;
}

type State = 'value' | 'key' | 'colon' | 'after' | 'string' | 'token' | 'done' | 'broken';

const deepest = 500;
const escapes: Readonly<Record<string, string>> = { b: '\b', f: '\f', n: '\n', r: '\r', t: '\t' };

/** A JSON reader that is fed in pieces and shows what it has. It holds the open containers, so no text is read twice. */
export class PartialReader {
  #state: State = 'value';
  #root: unknown;
  readonly #open: Open[] = [];
  /** The string or token that is being read. */
  #text = '';
  #quote = '"';
  #isKey = false;
  /** An escape that has begun, with its backslash. */
  #escape = '';

  push(chunk: string): void {
    let at = 0;
    while (at < chunk.length && this.#state !== 'done' && this.#state !== 'broken') {
      at = this.#state === 'string' && this.#escape === '' ? this.#readRun(chunk, at) : this.#step(chunk, at);
    }
  }

  value(): unknown {
    if (this.#state === 'string' && !this.#isKey) this.#put(this.#text.toWellFormed());
    return this.#root;
  }

  /** Takes the characters of a string up to the next quote or backslash at once. */
  #readRun(chunk: string, from: number): number {
    let at = from;
    while (at < chunk.length && chunk[at] !== this.#quote && chunk[at] !== '\\') at++;
    this.#text += chunk.slice(from, at);
    if (chunk[at] === '\\') this.#escape = '\\';
    else if (chunk[at] === this.#quote) this.#endString();
    return at + 1;
  }

  /** Reads one character; gives the offset to go on at. */
  #step(chunk: string, at: number): number {
    const char = chunk[at] ?? '';
    if (this.#state === 'string') this.#inEscape(char);
    else if (this.#state === 'token') {
      if (!/[\s,}\]]/.test(char)) this.#text += char;
      else {
        this.#endToken();
        return at;
      }
    } else if (!/\s/.test(char)) this.#outside(char);
    return at + 1;
  }

  #inEscape(char: string): void {
    this.#escape += char;
    if (this.#escape[1] === 'u' && this.#escape.length < 6) return;
    const code = Number.parseInt(this.#escape.slice(2), 16);
    const meant =
      this.#escape[1] === 'u'
        ? String.fromCharCode(Number.isNaN(code) ? 0xfffd : code)
        : (escapes[char] ?? char);
    this.#text += meant;
    this.#escape = '';
  }

  #outside(char: string): void {
    const top = this.#open.at(-1);
    if (top === undefined) return this.#beforeRoot(char);
    if (char === '}' || char === ']') return this.#close();
    if (char === ',') this.#state = Array.isArray(top.container) ? 'value' : 'key';
    else if (this.#state === 'colon') this.#state = char === ':' ? 'value' : 'broken';
    else if (this.#state === 'after') this.#state = 'broken';
    else if (this.#state === 'key') this.#beginString(char, true);
    else this.#beginValue(char);
  }

  /** What stands before the first brace, such as a fence, is not shown. */
  #beforeRoot(char: string): void {
    if (char !== '{') return;
    const container = {};
    this.#root = container;
    this.#enter(container);
  }

  #beginValue(char: string): void {
    if (char === '{' || char === '[') {
      const container = char === '{' ? {} : [];
      this.#put(container);
      this.#enter(container);
    } else if (char === '"' || char === "'") this.#beginString(char, false);
    else {
      this.#text = char;
      this.#state = 'token';
    }
  }

  #beginString(quote: string, isKey: boolean): void {
    this.#quote = quote;
    this.#isKey = isKey;
    this.#text = '';
    this.#state = quote === '"' || quote === "'" ? 'string' : 'broken';
  }

  #endString(): void {
    const top = this.#open.at(-1);
    if (this.#isKey && top) {
      top.key = this.#text;
      this.#state = 'colon';
    } else this.#settle(this.#text);
  }

  #endToken(): void {
    try {
      this.#settle(JSON.parse(this.#text));
    } catch {
      this.#state = 'broken';
    }
  }

  #enter(container: Container): void {
    if (this.#open.length >= deepest) this.#state = 'broken';
    else {
      this.#open.push({ container, key: undefined });
      this.#state = Array.isArray(container) ? 'value' : 'key';
    }
  }

  #close(): void {
    this.#open.pop();
    this.#settled();
  }

  #settle(value: unknown): void {
    this.#put(value);
    this.#settled();
  }

  #settled(): void {
    const top = this.#open.at(-1);
    if (top && Array.isArray(top.container)) top.key = undefined;
    this.#state = top ? 'after' : 'done';
  }

  /** Puts a value at the open place; a growing string is put there again and again. */
  #put(value: unknown): void {
    const top = this.#open.at(-1);
    if (top === undefined) return;
    if (Array.isArray(top.container)) {
      top.key ??= String(top.container.length);
      top.container[Number(top.key)] = value;
      return;
    }
    // `__proto__` becomes a member like any other.
    const property = { value, enumerable: true, writable: true, configurable: true };
    if (top.key !== undefined) Object.defineProperty(top.container, top.key, property);
  }
}
