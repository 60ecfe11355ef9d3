import type { Terminal } from './terminal.ts';

/** One line at the bottom that says what is going on; it shows only where lines can be rewritten. */
export interface StatusLine {
  show(text: string): void;
  /** Takes it away, so that something can be written. */
  clear(): void;
}

const frames = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'];
const paintEveryMs = 100;

/** After two seconds it shows how long it has been. */
export function createStatusLine(terminal: Terminal): StatusLine {
  if (!terminal.isLive) return { show: () => {}, clear: () => {} };
  let timer: NodeJS.Timeout | undefined;
  let shown = '';
  let since = 0;
  let frame = 0;
  const paint = (): void => {
    const seconds = Math.floor((Date.now() - since) / 1000);
    const sign = terminal.signs.good === 'ok' ? '.' : (frames[frame++ % frames.length] ?? '');
    const text = `${sign} ${shown}${seconds >= 2 ? ` ${seconds} s` : ''}`;
    terminal.write(`\r\u001b[K${terminal.style('dim', text.slice(0, terminal.width - 1))}`);
  };
  return {
    show(text) {
      if (timer && text === shown) return;
      shown = text;
      since = Date.now();
      timer ??= setInterval(paint, paintEveryMs).unref();
      paint();
    },
    clear() {
      if (!timer) return;
      clearInterval(timer);
      timer = undefined;
      terminal.write('\r\u001b[K');
    },
  };
}
