export interface ThinkTags {
  /** Tells a piece of the content apart. */
  push(text: string, out: Said): void;
  /** What was held back, as it may have become a tag. */
  end(out: Said): void;
}

export interface Said {
  text(text: string): void;
  reasoning(text: string): void;
}

const open = '<think>';
const close = '</think>';

/** Local models write their reasoning into the content, between tags that stand at its very start; anywhere else they are text. */
export function createThinkTags(): ThinkTags {
  let state: 'start' | 'reasoning' | 'gap' | 'text' = 'start';
  let held = '';

  const step = (out: Said): boolean => {
    if (state === 'start') {
      const from = held.trimStart();
      if (open.startsWith(from) && from !== open) return false;
      state = from.startsWith(open) ? 'reasoning' : 'text';
      if (state === 'reasoning') held = from.slice(open.length).replace(/^\n/, '');
    } else if (state === 'reasoning') {
      const at = held.indexOf(close);
      const known = at === -1 ? held.length - endsLike(held, close) : at;
      if (known > 0) out.reasoning(held.slice(0, known));
      held = held.slice(known);
      if (at === -1) return false;
      held = held.slice(close.length);
      state = 'gap';
    } else if (state === 'gap') {
      held = held.trimStart();
      if (held === '') return false;
      state = 'text';
    } else {
      if (held !== '') out.text(held);
      held = '';
      return false;
    }
    return true;
  };
  return {
    push(text, out) {
      held += text;
      while (step(out));
    },
    end(out) {
      if (held === '' || state === 'gap') return;
      if (state === 'reasoning') out.reasoning(held);
      else out.text(held);
      held = '';
    },
  };
}

/** How many characters at the end of the text may be the beginning of the tag. */
function endsLike(text: string, tag: string): number {
  for (let length = Math.min(tag.length - 1, text.length); length > 0; length--)
    if (tag.startsWith(text.slice(-length))) return length;
  return 0;
}
