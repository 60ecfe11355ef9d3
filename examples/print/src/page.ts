import type { AgentEvent } from '@pegboard/core';
import { createPrinter } from './print-event.ts';
import { createTerminal } from './terminal.ts';
import { wrapped, wrapText, type Wrapper } from './wrap-text.ts';

/** Where an example writes. */
export interface Page {
  /** True when a person sits at the terminal and can answer. */
  readonly isInteractive: boolean;
  /** What the next part shows. */
  title(text: string): void;
  /** What somebody says, under a label. */
  say(who: string, text: string): void;
  /** A remark of the example itself. */
  note(text: string): void;
  /** Text that arrives in pieces, under a label; `end` it. */
  open(label: string): Wrapper;
  /** A tool call, its result, a piece of the answer: made to be `onEvent`. */
  readonly event: (event: AgentEvent) => void;
}

/** The standard output as a page. */
export function createPage(): Page {
  const terminal = createTerminal(process.stdout, process.env);
  const { style, width, write, isInteractive, signs } = terminal;
  // A reader that has seen enough, such as `head`, closes the pipe.
  process.stdout.on('error', () => process.exit());
  let isFirst = true;
  const label = (text: string): void => write(`\n${style('bold', text)}\n`);
  return {
    isInteractive: isInteractive && process.stdin.isTTY,
    title(text) {
      const line = signs.rule.repeat(width - text.length - 4);
      write(`${isFirst ? '' : '\n'}${style('magenta', `${signs.rule}${signs.rule} ${text} ${line}`)}\n`);
      isFirst = false;
    },
    say(who, text) {
      label(who);
      write(wrapped(text, width, '  '));
    },
    note: (text) => write(`\n${style('dim', wrapped(text, width, ''))}`),
    open(text) {
      label(text);
      return wrapText(write, width, '  ');
    },
    event: createPrinter(terminal),
  };
}
