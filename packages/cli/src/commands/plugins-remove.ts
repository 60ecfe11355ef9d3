import { basename } from 'node:path';
import { editPluginList } from '../plugins/edit-plugin-list.ts';
import { readPackageName } from '../plugins/package-name.ts';
import { uninstallPackage } from '../project/package-manager.ts';
import { usageError } from '../shell/command-error.ts';
import { defineCommand } from '../shell/command.ts';
import { exitCodes } from '../shell/exit-codes.ts';
import { configFile } from './plugins-add.ts';

export const pluginsRemove = defineCommand({
  args: {
    plugin: { type: 'positional', required: true, description: 'As the configuration lists it' },
    uninstall: { type: 'boolean', description: 'Uninstall the package as well' },
  },
  details: 'Takes it out of the list of plugins in the configuration.',
  async run(args, shell) {
    const file = configFile(shell);
    const list = await editPluginList(file);
    if (!list.remove(args.plugin))
      throw usageError(
        `${args.plugin} is not in the list of plugins of ${basename(file)}`,
        undefined,
        'See pegboard plugins list; packages of Pegboard that a key or a model names need not be listed',
      );
    await list.save();
    shell.out.say(
      `${shell.out.style('green', shell.out.signs.good)} ${args.plugin} is no longer in ${basename(file)}.`,
    );
    if (args.uninstall) await uninstallPackage(readPackageName(args.plugin).name, shell);
    return exitCodes.done;
  },
});
