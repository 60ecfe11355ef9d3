import { usageError } from './command-error.ts';
import type { CommandEntry, CommandTable } from './command.ts';
import { commonArgs } from './common-args.ts';
import { didYouMean } from './nearest.ts';

/** Where words lead: to a command, or to a table of more of them. */
export interface Found {
  readonly path: readonly string[];
  readonly entry: CommandEntry;
  /** The arguments without the words of the path. */
  readonly rest: readonly string[];
}

/** The command that the first words name; undefined when the first is none of the table's. */
export function findCommand(raw: readonly string[], table: CommandTable): Found | undefined {
  let commands: CommandTable | undefined = table;
  let rest = [...raw];
  let found: Found | undefined;
  while (commands) {
    const at = firstWord(rest);
    const word: string | undefined = at < 0 ? undefined : rest[at];
    if (word === undefined) break;
    const entry: CommandEntry | undefined = Object.hasOwn(commands, word) ? commands[word] : undefined;
    if (!entry && found) throw unknownCommand([...found.path, word], Object.keys(commands));
    if (!entry) return undefined;
    rest = rest.toSpliced(at, 1);
    found = { path: [...(found?.path ?? []), word], entry, rest };
    commands = entry.commands;
  }
  return found;
}

/** The index of the first word that is no option and no value of one; -1 when there is none. */
export function firstWord(raw: readonly string[]): number {
  for (let at = 0; at < raw.length; at++) {
    const word = raw[at] ?? '';
    if (word === '--') return -1;
    if (!word.startsWith('-')) return at;
    const name = word.replace(/^--/, '');
    if (Object.hasOwn(commonArgs, name) && commonArgs[name as keyof typeof commonArgs].type === 'string')
      at++;
  }
  return -1;
}

export function unknownCommand(path: readonly string[], names: readonly string[], why?: string): Error {
  const word = path.at(-1) ?? '';
  const before = ['pegboard', ...path.slice(0, -1)].join(' ');
  return usageError(
    `There is no command "${path.join(' ')}"`,
    why,
    didYouMean(word, names) || `See ${before} --help`,
  );
}
