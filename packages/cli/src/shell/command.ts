import type { ArgsDef, CommandContext } from 'citty';
import type { Shell } from './shell.ts';

/** A command as its file defines it. */
export interface CommandDefinition<T extends ArgsDef> {
  readonly args: T;
  /** A paragraph for its help, besides its line in the table of commands. */
  readonly details?: string;
  /** Whole command lines, each with what it does. */
  readonly examples?: readonly (readonly [line: string, does: string])[];
  /** The help of this command lists the exit codes. */
  readonly showsExitCodes?: boolean;
  /** Resolves with the exit code. */
  run(args: CommandContext<T>['args'], shell: Shell): Promise<number>;
}

/** A command whose arguments are checked against `args` before it runs. */
export type Command = CommandDefinition<ArgsDef>;

/** Infers the arguments' types. */
export function defineCommand<const T extends ArgsDef>(definition: CommandDefinition<T>): Command {
  // What `run` is given has been read by the same definitions.
  return definition as unknown as Command;
}

/** A line in a table of commands. */
export interface CommandEntry {
  readonly summary: string;
  /** What is run. */
  readonly load?: () => Promise<Command>;
  /** Or more words to choose from. */
  readonly commands?: CommandTable;
}

export type CommandTable = Readonly<Record<string, CommandEntry>>;
