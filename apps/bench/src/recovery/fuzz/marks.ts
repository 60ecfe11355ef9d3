/** Private-use characters that fence off what is no syntax while a call is rendered; they never occur in generated values. */
const open = '\uE000';
const close = '\uE001';

/** Text whose content is known to be data: changing it changes what is said. */
export function data(text: string): string {
  return `${open}${text}${close}`;
}

export interface Marked {
  readonly text: string;
  /** For every code unit of `text`: true if it belongs to the syntax. */
  readonly syntax: readonly boolean[];
}

/** Takes the marks out and says which code units are syntax. */
export function readMarks(rendered: string): Marked {
  let text = '';
  let depth = 0;
  const syntax: boolean[] = [];
  for (let at = 0; at < rendered.length; at++) {
    const char = rendered.charAt(at);
    if (char === open) depth++;
    else if (char === close) depth--;
    else {
      text += char;
      syntax.push(depth === 0);
    }
  }
  return { text, syntax };
}
