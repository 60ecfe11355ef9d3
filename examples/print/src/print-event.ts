import type { AgentEvent, JsonValue } from '@pegboard/core';
import type { Terminal } from './terminal.ts';
import { wrapped, wrapText } from './wrap-text.ts';

type EventOf<T extends AgentEvent['type']> = Extract<AgentEvent, { type: T }>;

/** Prints what happens in a run, as it happens: tool calls, arguments, durations, results, the answer. */
export function createPrinter(terminal: Terminal): (event: AgentEvent) => void {
  const { signs, style, write, width } = terminal;
  let answer: ReturnType<typeof wrapText> | undefined;
  const endAnswer = (): void => {
    answer?.end();
    answer = undefined;
  };
  const printText = (text: string): void => {
    if (answer === undefined) write(`\n${style('bold', 'Answer')}\n`);
    answer ??= wrapText(write, width, '  ');
    answer.push(text);
  };
  const depthOf = callDepths();
  return (event) => {
    // What an agent inside a tool says is for the agent that called it.
    if (event.path && (event.type === 'text' || event.type === 'answer')) return;
    if (event.type !== 'text') endAnswer();
    switch (event.type) {
      case 'text':
        printText(event.text);
        break;
      case 'answer':
        printTurn(event, terminal);
        break;
      case 'tool-start':
        printCall(style('cyan', signs.start), event, fields(event.input), depthOf(event), terminal);
        break;
      case 'tool-progress':
        printCall(style('cyan', signs.dot), event, fields(event.value), depthOf(event), terminal);
        break;
      case 'tool-waiting':
        printWaiting(event, depthOf(event), terminal);
        break;
      case 'tool-result':
        printResult(event, depthOf(event), terminal);
        break;
      case 'warning':
        write(style('yellow', wrapped(`Note: ${event.message}`, width, '  ')));
        break;
      default:
    }
  };
}

function printTurn({ message, turn }: EventOf<'answer'>, { signs, style, write }: Terminal): void {
  const calls = message.content.filter((part) => part.type === 'tool-call').length;
  if (calls === 0) return;
  const count = calls === 1 ? '1 call' : `${calls} calls`;
  write(`\n${style('bold', `Turn ${turn}`)} ${signs.dot} ${count}\n`);
}

/** How deep in other calls a call is: 0 for one of the model. */
function callDepths(): (
  event: EventOf<'tool-start' | 'tool-progress' | 'tool-result' | 'tool-waiting'>,
) => number {
  const depths = new Map<string, number>();
  return (event) => {
    const keyOf = (callId: string): string => `${event.runId}:${callId}`;
    const parent = 'parent' in event ? event.parent : undefined;
    const around = parent === undefined ? (event.path?.length ?? 0) : (depths.get(keyOf(parent)) ?? 0) + 1;
    depths.set(keyOf(event.callId), around);
    return around;
  };
}

function printResult(event: EventOf<'tool-result'>, depth: number, terminal: Terminal): void {
  const { signs, style } = terminal;
  const isGood = event.status === 'success';
  const sign = isGood ? style('green', signs.success) : style('red', signs.failure);
  const told = isGood ? fields(event.value ?? null) : `${event.status}: ${event.error ?? 'no reason given'}`;
  printCall(sign, event, `${duration(event.durationMs)} ${signs.dot} ${told}`, depth, terminal);
}

function printWaiting(event: EventOf<'tool-waiting'>, depth: number, terminal: Terminal): void {
  const reason = event.reason === undefined ? '' : `: ${event.reason}`;
  const told = `waits for ${event.waitsFor}${reason} ${terminal.signs.dot} ${fields(event.input)}`;
  printCall(terminal.style('yellow', terminal.signs.wait), event, told, depth, terminal);
}

const nameColumns = 15;

/** A call beside its name; long text goes on below, in its own column. */
function printCall(
  sign: string,
  { name }: { readonly name: string },
  told: string,
  depth: number,
  { signs, width, style, write }: Terminal,
): void {
  const lead = '  '.repeat(depth + 1);
  const indent = ' '.repeat(lead.length + signs.start.length + 1 + nameColumns + 1);
  const text = told.length > mostCharacters ? `${told.slice(0, mostCharacters)}…` : told;
  // One blank less: the first word brings its own.
  const gap = ' '.repeat(Math.max(0, nameColumns - name.length));
  const column = lead.length + signs.start.length + 1 + name.length + gap.length;
  write(`${lead}${sign} ${style('bold', name)}${gap}${wrapped(text, width, indent, column)}`);
}

const mostCharacters = 400;

/** `from: Oslo, to: Tokyo` for an object, JSON for anything else. */
function fields(value: JsonValue): string {
  if (typeof value === 'string') return value;
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return JSON.stringify(value);
  const entries = Object.entries(value).map(
    ([key, member]) => `${key}: ${typeof member === 'string' ? member : JSON.stringify(member)}`,
  );
  return entries.length === 0 ? '(no arguments)' : entries.join(', ');
}

export function duration(ms: number): string {
  return ms < 1000 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(1)} s`;
}
