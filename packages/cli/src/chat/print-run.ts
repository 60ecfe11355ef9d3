import type { AgentEvent } from '@pegboard/core';
import { createStatusLine, type StatusLine } from '../terminal/status-line.ts';
import type { Terminal } from '../terminal/terminal.ts';
import { visible } from '../terminal/visible.ts';
import { wrapText, type Wrapper } from '../terminal/wrap-text.ts';
import { briefValue } from './brief-value.ts';

type EventOf<T extends AgentEvent['type']> = Extract<AgentEvent, { type: T }>;

/** Shows a run as it happens. */
export interface RunPrinter {
  readonly print: (event: AgentEvent) => void;
  /** Makes room for a question; the next event shows the status again. */
  readonly pause: () => void;
  readonly end: () => void;
}

export interface PrintOptions {
  /** Where the answer's text goes; without it text is not shown. */
  readonly text?: Terminal;
  /** Where calls and remarks go. */
  readonly notes: Terminal;
}

/** Prints the answer's text as it comes, each tool call with its arguments and result on a line or two, and warnings. */
export function createRunPrinter({ text, notes }: PrintOptions): RunPrinter {
  const status = createStatusLine(notes);
  const answer = text && createAnswer(text);
  const running = new Map<string, string>();
  let isAfterCall = false;
  const pause = (): void => {
    status.clear();
    answer?.end();
  };
  const print = (event: AgentEvent): void => {
    switch (event.type) {
      case 'text':
        // What an agent inside a tool says is for the agent that called it.
        if (event.path || !answer) return;
        status.clear();
        if (isAfterCall && event.text.trim() !== '') text?.write('\n');
        isAfterCall &&= event.text.trim() === '';
        return answer.push(event.text);
      case 'tool-start':
        running.set(event.callId, event.name);
        break;
      case 'tool-result':
        running.delete(event.callId);
        pause();
        printCall(event, notes);
        isAfterCall = text === notes;
        break;
      case 'warning':
        pause();
        notes.say(notes.style('yellow', `${notes.signs.warn} ${visible(event.message)}`), '  ');
        break;
      case 'answer':
        answer?.end();
        break;
      default:
    }
    showStatus(event, status, running, notes);
  };
  return { print: withInputs(print), pause, end: pause };
}

/** Results do not say what was asked; starts do. */
function withInputs(print: (event: AgentEvent) => void): (event: AgentEvent) => void {
  const inputs = new Map<string, EventOf<'tool-call'>['input']>();
  return (event) => {
    if (event.type === 'tool-call') inputs.set(event.callId, event.input);
    if (event.type === 'tool-start') inputs.set(event.callId, event.input);
    const input = event.type === 'tool-result' ? inputs.get(event.callId) : undefined;
    print(input === undefined ? event : ({ ...event, input } as AgentEvent));
  };
}

/** Wrapped on a terminal; to the letter elsewhere, with a line break at its end. */
function createAnswer(terminal: Terminal): Wrapper {
  if (!terminal.isTerminal) return createPlainAnswer(terminal.write);
  let wrapper: Wrapper | undefined;
  return {
    push(text) {
      if (!wrapper && text.trim() === '') return;
      wrapper ??= wrapText(terminal.write, terminal.width, '');
      wrapper.push(visible(text));
    },
    end() {
      wrapper?.end();
      wrapper = undefined;
    },
  };
}

function createPlainAnswer(write: (text: string) => void): Wrapper {
  let last = '\n';
  return {
    push(text) {
      if (text !== '') last = text;
      write(text);
    },
    end() {
      if (!last.endsWith('\n')) write('\n');
      last = '\n';
    },
  };
}

const longestInput = 60;

function printCall(
  event: EventOf<'tool-result'> & { readonly input?: EventOf<'tool-start'>['input'] },
  to: Terminal,
): void {
  const { signs, style, width } = to;
  const isGood = event.status === 'success';
  const sign = isGood ? style('green', signs.good) : style('red', signs.bad);
  const lead = '  '.repeat((event.path?.length ?? 0) + 1);
  const input = briefValue(event.input, longestInput, signs.more);
  to.write(`${lead}${sign} ${style('bold', event.name)}${input === '' ? '' : ` ${style('dim', input)}`}\n`);
  const time = event.durationMs >= 1000 ? ` (${(event.durationMs / 1000).toFixed(1)} s)` : '';
  const told = isGood ? resultText(event) : (event.error ?? event.status);
  const rest = briefValue(told, width - lead.length - 6 - time.length, signs.more);
  if (rest !== '') to.write(`${lead}  ${style('dim', `${signs.call} ${rest}${time}`)}\n`);
}

function resultText({ value, content }: EventOf<'tool-result'>): string {
  const brief = briefValue(value, 2_000, '');
  if (brief !== '' && value !== null) return brief;
  const kinds = content
    .filter(({ type }) => type === 'media')
    .map((part) => (part.type === 'media' ? part.mediaType : ''));
  return kinds.length > 0 ? `[${kinds.join(', ')}]` : '(nothing)';
}

function showStatus(
  event: AgentEvent,
  status: StatusLine,
  running: ReadonlyMap<string, string>,
  { signs }: Terminal,
): void {
  if (event.type === 'run-end' || event.type === 'tool-waiting') return status.clear();
  if (running.size > 0) return status.show([...new Set(running.values())].join(', ') + signs.more);
  if (event.type === 'turn-start' || event.type === 'reasoning' || event.type === 'tool-result')
    status.show(`thinking${signs.more}`);
}
