/** What a person is shown of a text. Blanks wait until something follows them, so that none are left where calls stood. */
export class VisibleText {
  /** Only blanks since the last line break. */
  lineStart = true;
  /** The line is a quotation: it begins with `>`. */
  quotation = false;
  /** The last character. */
  before = '';
  readonly #shown: string[] = [];
  #out: string[] = [];
  #blanks = '';
  #anything = false;

  /** Adds text; true when it is more than blanks. */
  add(text: string): boolean {
    if (text === '') return false;
    const line = text.lastIndexOf('\n');
    const begins = line >= 0 || this.lineStart;
    const lastLine = text.slice(line + 1).trimStart();
    if (begins) this.quotation = lastLine.startsWith('>');
    this.lineStart = begins && lastLine === '';
    this.before = text.at(-1) ?? '';
    const kept = text.trimEnd();
    if (kept !== '') this.emit(this.takeBlanks() + kept);
    this.#blanks += text.slice(kept.length);
    return kept !== '';
  }

  /** The blanks that wait, which are then gone. */
  takeBlanks(): string {
    const blanks = this.#blanks;
    this.#blanks = '';
    return blanks;
  }

  emit(text: string): void {
    const visible = this.#anything ? text : text.trimStart();
    if (visible === '') return;
    this.#anything = true;
    this.#out.push(visible);
  }

  /** What has come since the last time. */
  flush(): string {
    const text = this.#out.join('');
    this.#out = [];
    this.#shown.push(text);
    return text;
  }

  /** All of it. */
  whole(): string {
    return this.#shown.join('');
  }
}
