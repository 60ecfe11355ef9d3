import { createInterface, type Interface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';

/** Asks for lines. */
export interface LineReader {
  /** The next line; `end` when there are no more, `interrupt` after Ctrl-C. Rejects with the signal's reason. */
  ask(prompt: string, options?: AskOptions): Promise<Answer>;
  /** Until the next question, or until what it gives is called: what is typed shows there and not here, and Ctrl-C calls `interrupt`. */
  hush(interrupt: () => void): () => void;
  close(): void;
}

export interface AskOptions {
  readonly signal?: AbortSignal;
  /** What was typed before the question was seen is no answer to it. */
  readonly fresh?: boolean;
}

export type Answer = { readonly line: string } | 'end' | 'interrupt';

/** The standard input, where it is a terminal. */
type TerminalInput = Readable & { setRawMode?(raw: boolean): unknown };

/** Each question has a line editor of its own, with the lines before, so that Ctrl-C between questions is an ordinary signal. */
export function terminalReader(input: TerminalInput, output: Writable): LineReader {
  let history: string[] = [];
  let typed = '';
  let unhush: (() => void) | undefined;
  return {
    hush(interrupt) {
      unhush?.();
      const read = (bytes: Buffer): void => {
        const text = bytes.toString();
        if (text.includes('\u0003')) interrupt();
        else typed += text;
      };
      input.setRawMode?.(true);
      input.on('data', read).resume();
      unhush = () => {
        input.off('data', read).pause();
        input.setRawMode?.(false);
        unhush = undefined;
      };
      return () => unhush?.();
    },
    ask(prompt, options = {}) {
      unhush?.();
      const before = options.fresh ? '' : typed;
      if (!options.fresh) typed = '';
      const keep = (lines: readonly string[]): void => void (history = [...lines]);
      return askOnce({ input, output, prompt, before, history, keep, signal: options.signal });
    },
    close: () => {},
  };
}

interface Question {
  readonly input: TerminalInput;
  readonly output: Writable;
  readonly prompt: string;
  /** Stands there already, as if it was typed. */
  readonly before: string;
  readonly history: readonly string[];
  readonly keep: (history: readonly string[]) => void;
  readonly signal: AbortSignal | undefined;
}

/** Lines that come within so many milliseconds were pasted, and are one answer. */
const pasteMs = 20;

function askOnce({ input, output, prompt, before, history, keep, signal }: Question): Promise<Answer> {
  return new Promise((resolve, reject) => {
    signal?.throwIfAborted();
    const editor = createInterface({
      input,
      output,
      terminal: true,
      history: [...history],
      historySize: 200,
    });
    const lines: string[] = [];
    let answer: Answer = 'end';
    const abort = (): void => editor.close();
    const finish = (): void => {
      answer = { line: [...lines, editor.line].join('\n').trimEnd() };
      editor.close();
    };
    signal?.addEventListener('abort', abort, { once: true });
    editor.on('history', keep);
    editor.on('line', (line) => {
      if (lines.push(line) === 1) setTimeout(finish, pasteMs);
    });
    editor.once('SIGINT', () => {
      answer = 'interrupt';
      editor.close();
    });
    editor.once('close', () => {
      signal?.removeEventListener('abort', abort);
      if (typeof answer === 'string') output.write('\n');
      if (signal?.aborted) reject(signal.reason as Error);
      else resolve(answer);
    });
    editor.setPrompt(prompt);
    editor.prompt();
    if (before !== '') editor.write(before);
  });
}

/** Lines of a pipe or a file. The prompt and the line are written, so that a log reads like the conversation that it was. */
export function pipeReader(input: Readable, write: (text: string) => void): LineReader {
  let reader: Interface | undefined;
  let lines: AsyncIterator<string> | undefined;
  return {
    async ask(prompt, { signal } = {}) {
      signal?.throwIfAborted();
      reader ??= createInterface({ input, terminal: false });
      lines ??= reader[Symbol.asyncIterator]();
      const { done, value } = await lines.next();
      if (done) return 'end';
      write(`${prompt}${value}\n`);
      return { line: value };
    },
    hush: () => () => {},
    close: () => reader?.close(),
  };
}
