import { relative, resolve } from 'node:path';
import { memoryKind, type NewKind, providerKind, toolPluginKind } from '../new/kinds.ts';
import { namesOf } from '../new/names.ts';
import { writePackage } from '../new/write-package.ts';
import { packageManagerOf } from '../project/package-manager.ts';
import { type Command, defineCommand } from '../shell/command.ts';
import { exitCodes } from '../shell/exit-codes.ts';
import { columns } from '../terminal/columns.ts';

/** A package of that kind: sources, tests that pass, README, package.json. */
function newCommand(kind: NewKind, example: string): Command {
  return defineCommand({
    args: {
      name: {
        type: 'positional',
        required: true,
        description: 'Of the package: acme-weather, @acme/weather',
      },
      dir: { type: 'string', valueHint: 'folder', description: 'Where; default a folder of its name here' },
    },
    details:
      'Writes a package that builds, whose tests pass, and that a project can install and enable. Nothing is installed.',
    examples: [[`pegboard new ${kind.template} ${example}`, '']],
    async run(args, { cwd, out }) {
      const names = namesOf(args.name);
      const folder = resolve(cwd, args.dir ?? names.folder);
      const files = await writePackage(folder, names, kind);
      const place = relative(cwd, folder) || '.';
      out.write(columns([[`${out.style('green', out.signs.good)} ${place}`, files.join(', ')]], out.width));
      const manager = packageManagerOf(cwd);
      const rows = [
        [`cd ${place} && ${manager} install`, 'installs what it needs, and builds it'],
        [`${manager} test`, 'its tests pass'],
        [`pegboard plugins add ${names.package}`, 'in a project, once it is installed there'],
      ].map(([line = '', does = '']) => [out.style('cyan', line), does]);
      out.write(`\n${out.style('bold', 'Next')}\n${columns(rows, out.width)}`);
      return exitCodes.done;
    },
  });
}

export const newToolPlugin = newCommand(toolPluginKind, 'acme-weather');
export const newProvider = newCommand(providerKind, 'acme-provider');
export const newMemory = newCommand(memoryKind, 'acme-memory');
