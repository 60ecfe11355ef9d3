import { createInterface, type Interface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';

/** Asks for lines. */
export interface LineReader {
  /** The next line; `end` when there are no more, `interrupt` after Ctrl-C. Rejects with the signal's reason. */
  ask(prompt: string, signal?: AbortSignal): Promise<{ readonly line: string } | 'end' | 'interrupt'>;
  close(): void;
}

/** Each question has a line editor of its own, with the lines before, so that Ctrl-C between questions is an ordinary signal. */
export function terminalReader(input: Readable, output: Writable): LineReader {
  let history: string[] = [];
  return {
    ask: (prompt, signal) =>
      new Promise((resolve, reject) => {
        signal?.throwIfAborted();
        const editor = createInterface({ input, output, terminal: true, history, historySize: 200 });
        let answer: { readonly line: string } | 'end' | 'interrupt' = 'end';
        const abort = (): void => editor.close();
        signal?.addEventListener('abort', abort, { once: true });
        editor.on('history', (lines) => (history = lines));
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
        editor.question(prompt, (line) => {
          answer = { line };
          editor.close();
        });
      }),
    close: () => {},
  };
}

/** Lines of a pipe or a file. The prompt and the line are written, so that a log reads like the conversation that it was. */
export function pipeReader(input: Readable, write: (text: string) => void): LineReader {
  let reader: Interface | undefined;
  let lines: AsyncIterator<string> | undefined;
  return {
    async ask(prompt, signal) {
      signal?.throwIfAborted();
      reader ??= createInterface({ input, terminal: false });
      lines ??= reader[Symbol.asyncIterator]();
      const { done, value } = await lines.next();
      if (done) return 'end';
      write(`${prompt}${value}\n`);
      return { line: value };
    },
    close: () => reader?.close(),
  };
}
