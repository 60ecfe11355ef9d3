import { styleText } from 'node:util';
import { wrapped } from './wrap-text.ts';

type Style = Parameters<typeof styleText>[0];

/** What can be written to: the process's streams, or one of a test. */
export interface Output {
  write(text: string): unknown;
  readonly isTTY?: boolean | undefined;
  readonly columns?: number | undefined;
}

/** How to write to one stream: its width, whether it shows colours, and the signs it can show. */
export interface Terminal {
  /** Columns of text, 40 to 100; 80 where it is no terminal. */
  readonly width: number;
  readonly isTerminal: boolean;
  /** A person sees each line as it comes, and lines can be rewritten. */
  readonly isLive: boolean;
  readonly signs: Signs;
  readonly style: (style: Style, text: string) => string;
  readonly write: (text: string) => void;
  /** A paragraph, wrapped between words; `indent` leads every line. */
  readonly say: (text: string, indent?: string) => void;
}

export interface Signs {
  readonly call: string;
  readonly good: string;
  readonly bad: string;
  readonly warn: string;
  readonly ask: string;
  readonly dot: string;
  readonly rule: string;
  readonly prompt: string;
  readonly more: string;
}

const rich: Signs = {
  call: '→',
  good: '✓',
  bad: '✗',
  warn: '!',
  ask: '?',
  dot: '·',
  rule: '─',
  prompt: '›',
  more: '…',
};
const plain: Signs = {
  call: '->',
  good: 'ok',
  bad: 'x',
  warn: '!',
  ask: '?',
  dot: '-',
  rule: '-',
  prompt: '>',
  more: '...',
};

type Env = Readonly<Record<string, string | undefined>>;

/** Colours only on a terminal, or with FORCE_COLOR; never with NO_COLOR or TERM=dumb. In CI nothing is rewritten. */
export function createTerminal(stream: Output, env: Env): Terminal {
  const isDumb = env['TERM'] === 'dumb';
  const isTty = stream.isTTY === true;
  const hasColours = showsColours(isTty && !isDumb, env);
  const width = Math.max(40, Math.min(stream.columns || 80, 100));
  const write = (text: string): void => void stream.write(text);
  return {
    width,
    isTerminal: isTty,
    isLive: isTty && !isDumb && !isSet(env['CI']),
    signs: isDumb || !isUnicode(env) ? plain : rich,
    style: (style, text) => (hasColours ? styleText(style, text, { validateStream: false }) : text),
    write,
    say: (text, indent = '') => write(wrapped(text, width, indent)),
  };
}

function showsColours(canShow: boolean, env: Env): boolean {
  if (isSet(env['NO_COLOR'])) return false;
  const forced = env['FORCE_COLOR'];
  if (forced === undefined) return canShow;
  return forced !== '0' && forced !== 'false' && env['TERM'] !== 'dumb';
}

function isSet(value: string | undefined): boolean {
  return value !== undefined && value !== '' && value !== '0' && value !== 'false';
}

/** The C locale shows ASCII only; one that says nothing is taken for UTF-8, as containers have none. */
function isUnicode(env: Env): boolean {
  const locale = env['LC_ALL'] || env['LC_CTYPE'] || env['LANG'] || '';
  return locale !== 'C' && locale !== 'POSIX';
}
