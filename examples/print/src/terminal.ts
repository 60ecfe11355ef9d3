import { styleText } from 'node:util';

type Style = Parameters<typeof styleText>[0];

/** How to write to this terminal: its width, whether it shows colours, and the signs it can show. */
export interface Terminal {
  readonly width: number;
  readonly isInteractive: boolean;
  readonly signs: {
    readonly start: string;
    readonly success: string;
    readonly failure: string;
    readonly dot: string;
    readonly wait: string;
    readonly rule: string;
  };
  readonly style: (style: Style, text: string) => string;
  readonly write: (text: string) => void;
}

const plainSigns = { start: '->', success: 'ok', failure: '!!', dot: '-', wait: '??', rule: '-' };
const richSigns = { start: '→', success: '✓', failure: '✗', dot: '·', wait: '?', rule: '─' };

/** Colours only on a terminal, never with NO_COLOR or TERM=dumb; at most 80 columns. */
export function createTerminal(stream: NodeJS.WriteStream, env: NodeJS.ProcessEnv): Terminal {
  const isDumb = env['TERM'] === 'dumb';
  const isInteractive = stream.isTTY && !isDumb;
  const hasColours = isInteractive && (env['NO_COLOR'] ?? '') === '';
  return {
    width: Math.max(40, Math.min(stream.columns ?? 80, 80)),
    isInteractive,
    signs: isDumb ? plainSigns : richSigns,
    style: (style, text) => (hasColours ? styleText(style, text, { validateStream: false }) : text),
    write: (text) => void stream.write(text),
  };
}
