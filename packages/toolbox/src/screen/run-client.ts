import { execFile } from 'node:child_process';
import { ToolFailure } from '@pegboard/core';

/** A program as it is started. */
export interface Launch {
  readonly file: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

const timeoutMs = 30_000;
const maxBytes = 200_000_000;

/** Runs a program that takes moments, to its end: what it holds down it also lets go. Rejects with a `ToolFailure`. */
export function runClient({ file, args, env }: Launch, name: string, input = ''): Promise<Buffer> {
  const options = {
    env,
    cwd: '/',
    encoding: 'buffer',
    maxBuffer: maxBytes,
    timeout: timeoutMs,
    killSignal: 'SIGKILL',
  } as const;
  return new Promise((resolve, reject) => {
    const child = execFile(file, args, options, (error, stdout, stderr) => {
      // It says so in passing, and ends well.
      const unknown = /No such key name '([^']*)'/.exec(String(stderr))?.[1];
      if (unknown !== undefined)
        reject(new ToolFailure(`There is no key "${unknown}". Nothing was pressed.`));
      else if (!error) resolve(stdout);
      else
        reject(
          new ToolFailure(
            `${name} could not do it: ${lastWords(stderr) || reasonOf(error)}. Take a screenshot before you go on.`,
          ),
        );
    });
    // It may end without reading.
    child.stdin?.on('error', () => undefined);
    child.stdin?.end(input);
  });
}

function reasonOf({ killed, code, signal }: { killed?: boolean; code?: unknown; signal?: unknown }): string {
  return killed ? `it took more than ${timeoutMs / 1_000} s` : `it ended with ${String(code ?? signal)}`;
}

/** The last line of what a program wrote, without what Xlib says of every client. */
export function lastWords(written: string | Buffer): string {
  const lines = String(written)
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.includes('MIT-SHM'));
  return (lines.at(-1) ?? '').slice(0, 300).replace(/\.$/, '');
}
