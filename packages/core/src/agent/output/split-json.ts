/** Text that a person may read, and the JSON behind it. */
export interface SplitText {
  readonly shown: string;
  readonly json: string;
}

/** Tells the JSON of an answer from the text before it, while it streams. From where the JSON begins, all of the answer belongs to it. */
export interface JsonSplitter {
  push(text: string): SplitText;
  /** What was held back, since JSON might have begun with it. */
  end(): string;
}

/** An object, with or without a fence. */
const opens = /(?:```[\w-]*\s*)?\{\s*(?:["'“}]|[\w$]{1,60}\s*:)/;
/** What may become the beginning of one. */
const mayOpen = /(?:`{1,2}|```[\w-]*\s*|(?:```[\w-]*\s*)?\{\s*[\w$]{0,60}\s*)$/;
/** At the very beginning of an answer that is no object by itself: a bare array or string. */
const opensBare = /^\s*(?:```[\w-]*\s*)?[["]/;

/** With `wrapped` the answer may also be a bare array or string, without the object around it. */
export function createJsonSplitter(wrapped: boolean): JsonSplitter {
  let pending = '';
  let before = false;
  let inside = false;
  return {
    push(text) {
      if (inside) return { shown: '', json: text };
      pending += text;
      const at = openingOf(pending, wrapped && !before);
      const hold = at >= 0 ? at : (mayOpen.exec(pending)?.index ?? pending.length);
      const shown = pending.slice(0, hold);
      before ||= /\S/.test(shown);
      // Blanks alone wait for what they stand before.
      if (at < 0 && !before) return { shown: '', json: '' };
      pending = pending.slice(hold);
      if (at < 0) return { shown, json: '' };
      inside = true;
      const json = pending;
      pending = '';
      return { shown: before ? shown : '', json };
    },
    end() {
      const rest = pending;
      pending = '';
      return rest;
    },
  };
}

function openingOf(text: string, bare: boolean): number {
  const at = opens.exec(text)?.index ?? -1;
  return bare && opensBare.test(text) ? 0 : at;
}

/** The same for a whole text. */
export function splitJson(text: string, wrapped: boolean): SplitText {
  const splitter = createJsonSplitter(wrapped);
  const { shown, json } = splitter.push(text);
  return { shown: shown + splitter.end(), json };
}
