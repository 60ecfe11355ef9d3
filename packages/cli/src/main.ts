import { resolve } from 'node:path';
import type { Readable } from 'node:stream';
import { commandTable } from './command-table.ts';
import { usageError } from './shell/command-error.ts';
import type { CommandEntry } from './shell/command.ts';
import { commonArgs } from './shell/common-args.ts';
import { exitCodes } from './shell/exit-codes.ts';
import { findCommand, firstWord } from './shell/find-command.ts';
import { commandHelp, tableHelp } from './shell/help.ts';
import { hideSecrets } from './shell/hide-secrets.ts';
import { readArgs } from './shell/read-args.ts';
import { reportError } from './shell/report-error.ts';
import type { Shell } from './shell/shell.ts';
import { createTerminal, type Output } from './terminal/terminal.ts';
import { ownVersion } from './project/own-version.ts';

/** What the command reads and writes; by default the process's own. */
export interface MainOptions {
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
  readonly stdin?: Readable & { readonly isTTY?: boolean };
  readonly stdout?: Output;
  readonly stderr?: Output;
}

/** Runs a command line, the words after `pegboard`, and resolves with the exit code. Rejects never: what goes wrong is written to stderr. */
export async function main(argv: readonly string[], options: MainOptions = {}): Promise<number> {
  const shell = createShell(argv, options);
  try {
    return await dispatch(argv, shell);
  } catch (error) {
    return reportError(error, shell);
  }
}

async function dispatch(argv: readonly string[], shell: Shell): Promise<number> {
  if (firstWord(argv) < 0) return withoutCommand(argv, shell);
  const found = findCommand(argv, commandTable);
  if (!found) return (await import('./commands/plugin-command.ts')).runPluginCommand(argv, shell);
  const { path, entry, rest } = found;
  const asksForHelp = beforeDashes(rest).some((word) => word === '--help' || word === '-h');
  if (entry.load === undefined) {
    shell.out.write(tableHelp(path, `${entry.summary}.`, entry.commands ?? {}, shell.out));
    return asksForHelp ? exitCodes.done : exitCodes.usage;
  }
  return runEntry({ path, entry, rest, asksForHelp }, shell);
}

async function runEntry(
  call: {
    readonly path: readonly string[];
    readonly entry: CommandEntry;
    readonly rest: readonly string[];
    readonly asksForHelp: boolean;
  },
  shell: Shell,
): Promise<number> {
  const command = await call.entry.load?.();
  if (!command) return exitCodes.usage;
  if (call.asksForHelp) {
    shell.out.write(commandHelp(call.path, call.entry.summary, command, shell.out));
    return exitCodes.done;
  }
  return command.run(readArgs(call.rest, { ...command.args, ...commonArgs }), shell);
}

const intro =
  'Agents that call tools: start with `pegboard init`, then `pegboard chat`. Plugins that are enabled here may add commands.';

function withoutCommand(argv: readonly string[], { out }: Shell): number {
  if (argv.includes('--version') || argv.includes('-v')) {
    out.write(`${ownVersion()}\n`);
    return exitCodes.done;
  }
  readArgs(argv, commonArgs);
  out.write(tableHelp([], intro, commandTable, out));
  return exitCodes.done;
}

/** What stands before `--`, behind which everything is a word. */
function beforeDashes(argv: readonly string[]): readonly string[] {
  const end = argv.indexOf('--');
  return end < 0 ? argv : argv.slice(0, end);
}

function createShell(argv: readonly string[], given: MainOptions): Shell {
  const { stdin = process.stdin, stdout = process.stdout, stderr = process.stderr } = given;
  const own = beforeDashes(argv);
  const env = given.env ?? process.env;
  const seen = own.includes('--no-color') ? { ...env, NO_COLOR: '1' } : env;
  const coloured = own.includes('--color') ? { ...seen, FORCE_COLOR: '1', NO_COLOR: '' } : seen;
  const out = createTerminal(stdout, coloured);
  const err = createTerminal(withoutSecrets(stderr, env), coloured);
  const shell: Shell = {
    cwd: resolve(given.cwd ?? process.cwd(), valueOf(own, '--cwd') ?? ''),
    env,
    stdin,
    stdout,
    out,
    err,
    profile: valueOf(own, '--profile'),
    debug: own.includes('--debug'),
    isInteractive: stdin.isTTY === true && err.isLive,
  };
  return shell;
}

/** What goes there may quote anything. */
function withoutSecrets(stream: Output, env: NodeJS.ProcessEnv): Output {
  return {
    isTTY: stream.isTTY,
    columns: stream.columns,
    write: (text) => stream.write(hideSecrets(text, env)),
  };
}

function valueOf(argv: readonly string[], name: string): string | undefined {
  const joined = argv.find((word) => word.startsWith(`${name}=`));
  if (joined !== undefined) return joined.slice(name.length + 1);
  const at = argv.indexOf(name);
  if (at < 0) return undefined;
  const value = argv[at + 1];
  if (value === undefined) throw usageError(`${name} needs a value`, undefined, `Write ${name} <value>`);
  return value;
}
