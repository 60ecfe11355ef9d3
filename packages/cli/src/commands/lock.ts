import { basename } from 'node:path';
import { compareLock, currentLock, formatDifferences, readLock, writeLock } from '@pegboard/config';
import { type KnownProject, withProject } from '../project/open-project.ts';
import { CommandError } from '../shell/command-error.ts';
import { defineCommand } from '../shell/command.ts';
import { exitCodes } from '../shell/exit-codes.ts';
import type { Shell } from '../shell/shell.ts';
import { counted } from '../terminal/counted.ts';

export const lock = defineCommand({
  args: {
    check: {
      type: 'boolean',
      description: 'Write nothing; end with 1 where the tools are not those of the lock',
    },
  },
  details:
    'pegboard-lock.json holds a fingerprint of what every tool says of itself and may do, those of MCP servers too, which are asked for it. With `lock: enforce` in the configuration nothing starts that differs from it; with `lock: warn`, the default where the file is, each difference is told.',
  run: (args, shell) =>
    withProject(shell, (project) => (args.check ? compare(project, shell) : write(project, shell)), {
      report: 'errors',
      // An enforced lock would stand in its own way.
      overrides: { lock: 'off' },
    }),
});

async function write({ pegboard }: KnownProject, { out }: Shell): Promise<number> {
  const { path, tools, differences } = await writeLock(pegboard);
  if (differences.length > 0) out.write(`${formatDifferences(differences)}\n\n`);
  const news = differences.length === 0 ? 'nothing has changed' : `${differences.length} changed`;
  out.say(`${out.style('green', out.signs.good)} ${basename(path)}: ${counted(tools, 'tool')}, ${news}`);
  return exitCodes.done;
}

async function compare({ pegboard }: KnownProject, { out }: Shell): Promise<number> {
  const locked = await readLock(pegboard.folder);
  if (!locked)
    throw new CommandError({
      code: 'config',
      what: 'There is no pegboard-lock.json',
      fix: 'Write it: pegboard lock',
    });
  const differences = compareLock(locked, await currentLock(pegboard));
  if (differences.length === 0) {
    out.say(`${out.style('green', out.signs.good)} The tools are those of the lock.`);
    return exitCodes.done;
  }
  out.write(`${formatDifferences(differences)}\n\n`);
  out.say(
    `${out.style('red', out.signs.bad)} The tools are not those of the lock. If that is meant, write it anew: pegboard lock`,
  );
  return exitCodes.failed;
}
