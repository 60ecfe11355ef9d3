import type { Readable } from 'node:stream';
import type { Output, Terminal } from '../terminal/terminal.ts';

/** Where a command runs: its folder, variables, streams, and what was asked for on every command. */
export interface Shell {
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
  readonly stdin: Readable & { readonly isTTY?: boolean };
  readonly stdout: Output;
  /** Results. */
  readonly out: Terminal;
  /** Everything else: progress, questions, problems. */
  readonly err: Terminal;
  readonly profile: string | undefined;
  readonly debug: boolean;
  /** A person is there to answer questions. */
  readonly isInteractive: boolean;
}
