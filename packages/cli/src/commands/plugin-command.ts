import type { OwnedCommand } from '@pegboard/core/plugin';
import { findConfig } from '@pegboard/config';
import { commandTable } from '../command-table.ts';
import { withProject } from '../project/open-project.ts';
import { commonArgs } from '../shell/common-args.ts';
import { exitCodes } from '../shell/exit-codes.ts';
import { firstWord, unknownCommand } from '../shell/find-command.ts';
import type { Shell } from '../shell/shell.ts';
import { untilInterrupted } from '../shell/until-interrupted.ts';
import { columns } from '../terminal/columns.ts';

/** Commands of packages of ours, for those who have not enabled them yet. */
const packages: Readonly<Record<string, string>> = { mcp: '@pegboard/mcp' };

/** Runs a command that an enabled plugin adds. What stands behind its name is the plugin's own, but for what every command takes. */
export async function runPluginCommand(argv: readonly string[], shell: Shell): Promise<number> {
  const at = firstWord(argv);
  const name = argv[at] ?? '';
  const own = Object.keys(commandTable);
  if (findConfig(shell.cwd) === undefined) throw unknownCommand([name], own, hintFor(name));
  return withProject(
    shell,
    async ({ registry }) => {
      const command = registry.commands.find((one) => one.name === name);
      if (!command) {
        const names = [...own, ...registry.commands.map((one) => one.name)];
        throw unknownCommand([name], names, hintFor(name));
      }
      const rest = withoutCommon(argv.slice(at + 1));
      if (rest[0] === '--help' || rest[0] === '-h') tellCommand(command, shell);
      return untilInterrupted(async (signal) => {
        const code = await command.run(rest, {
          signal,
          write: shell.out.write,
          writeError: shell.err.write,
          tools: (selectors) => registry.tools(selectors),
          toolsets: registry.toolsets,
        });
        return code ?? exitCodes.done;
      });
    },
    { report: 'errors' },
  );
}

/** `--help` is left in: the plugin may have more to say. */
function withoutCommon(words: readonly string[]): readonly string[] {
  const end = words.includes('--') ? words.indexOf('--') : words.length;
  const kept: string[] = [];
  for (let at = 0; at < end; at++) {
    const word = words[at] ?? '';
    const [name = '', value] = word.replace(/^--(no-)?/, '').split('=', 2);
    const type = word.startsWith('--') && name !== 'help' ? typeOf(name) : undefined;
    if (type === undefined) kept.push(word);
    else if (type === 'string' && value === undefined) at++;
  }
  return [...kept, ...words.slice(end)];
}

function typeOf(name: string): string | undefined {
  return Object.hasOwn(commonArgs, name) ? commonArgs[name as keyof typeof commonArgs].type : undefined;
}

function hintFor(name: string): string | undefined {
  const known = Object.hasOwn(packages, name) ? packages[name] : undefined;
  return known && `It comes with ${known}: pegboard plugins add ${known}`;
}

/** What the host knows of a command; the plugin may say more. On standard error, since the output may be a protocol. */
function tellCommand({ name, description, plugin }: OwnedCommand, { err }: Shell): void {
  err.write(columns([[err.style('cyan', `pegboard ${name}`), `${description} (by ${plugin})`]], err.width));
}
