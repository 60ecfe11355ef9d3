const open = '<think>';
const close = '</think>';

/** A piece of what was said, in order. */
export interface Said {
  readonly type: 'text' | 'reasoning';
  readonly text: string;
}

export interface ThinkTagReader {
  push(text: string): Said[];
  /** What was held back, as it may have become a tag. */
  end(): Said[];
}

/**
 * Servers before 0.9, and models that were imported without a template that thinks, write thoughts into the content between tags. They
 * count at its very start only: anywhere else they are text.
 */
export function createThinkTagReader(): ThinkTagReader {
  let place: 'start' | 'opened' | 'thought' | 'gap' | 'text' = 'start';
  let held = '';

  const readStart = (): void => {
    const body = held.trimStart();
    if (body.startsWith(open)) {
      place = 'opened';
      held = body.slice(open.length);
    } else if (!open.startsWith(body)) place = 'text';
  };
  const readThought = (out: Said[]): void => {
    const at = held.indexOf(close);
    const end = at === -1 ? held.length - overlap(held, close) : at;
    if (end > 0) out.push({ type: 'reasoning', text: held.slice(0, end) });
    held = at === -1 ? held.slice(end) : held.slice(end + close.length);
    if (at !== -1) place = 'gap';
  };
  return {
    push(text) {
      const out: Said[] = [];
      held += text;
      if (place === 'start') readStart();
      if (place === 'opened' && (held = held.trimStart()) !== '') place = 'thought';
      if (place === 'thought') readThought(out);
      if (place === 'gap' && (held = held.trimStart()) !== '') place = 'text';
      if (place === 'text' && held !== '') {
        out.push({ type: 'text', text: held });
        held = '';
      }
      return out;
    },
    end() {
      const rest = place === 'gap' || held === '' ? [] : [{ type: typeAt(place), text: held }];
      held = '';
      return rest;
    },
  };
}

function typeAt(place: string): Said['type'] {
  return place === 'thought' ? 'reasoning' : 'text';
}

/** How many characters at the end of the text may begin the tag. */
function overlap(text: string, tag: string): number {
  for (let length = Math.min(text.length, tag.length - 1); length > 0; length--)
    if (text.endsWith(tag.slice(0, length))) return length;
  return 0;
}
