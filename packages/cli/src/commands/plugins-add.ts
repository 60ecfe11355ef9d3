import { existsSync } from 'node:fs';
import { basename, dirname, relative, resolve } from 'node:path';
import { findConfig, findPlugins } from '@pegboard/config';
import { editPluginList } from '../plugins/edit-plugin-list.ts';
import { readPackageName } from '../plugins/package-name.ts';
import { type KnownProject, withProject } from '../project/open-project.ts';
import { installPackages } from '../project/package-manager.ts';
import { CommandError, usageError } from '../shell/command-error.ts';
import { defineCommand } from '../shell/command.ts';
import { exitCodes } from '../shell/exit-codes.ts';
import type { Shell } from '../shell/shell.ts';
import { permissionWords } from '../check/check-plugins.ts';
import { contributions } from './plugins-list.ts';
import { columns } from '../terminal/columns.ts';

export const pluginsAdd = defineCommand({
  args: {
    plugin: { type: 'positional', required: true, description: 'A package, or a file such as ./tools.ts' },
    install: { type: 'boolean', description: 'With --no-install a package that is not there is an error' },
  },
  details:
    'Installs the package with the package manager of the project, unless it is there, and adds it to the list of plugins in the configuration.',
  examples: [['pegboard plugins add @pegboard/toolbox', '']],
  async run(args, shell) {
    const file = configFile(shell);
    const isFile = /^\.{0,2}\//.test(args.plugin);
    const name = isFile
      ? fileName(args.plugin, file, shell)
      : await packageName(args.plugin, args.install !== false, shell);
    const list = await editPluginList(file);
    if (!list.add(name)) {
      shell.out.say(`${name} is enabled already.`);
      return exitCodes.done;
    }
    await list.save();
    shell.out.say(`${shell.out.style('green', shell.out.signs.good)} ${name} is in ${basename(file)}.`);
    return tellAdded(name, shell);
  },
});

/** The configuration that is changed. */
export function configFile({ cwd }: Shell): string {
  const file = findConfig(cwd);
  if (file !== undefined) return file;
  throw usageError(
    'There is no Pegboard configuration here',
    `No pegboard.config.* in ${cwd} or above`,
    'Start a project with `pegboard init`',
  );
}

function fileName(path: string, config: string, { cwd }: Shell): string {
  const target = resolve(cwd, path);
  if (!existsSync(target)) throw usageError(`There is no file ${path}`);
  const name = relative(dirname(config), target).replaceAll('\\', '/');
  return name.startsWith('.') ? name : `./${name}`;
}

async function packageName(text: string, installs: boolean, shell: Shell): Promise<string> {
  const { name, spec } = readPackageName(text);
  const isThere = (): boolean =>
    existsSync(resolve(shell.cwd, 'node_modules', name)) ||
    findPlugins(shell.cwd).some((one) => one.name === name);
  if (!isThere() || spec !== name) {
    if (!installs)
      throw usageError(`${name} is not installed`, undefined, 'Leave out --no-install, or install it first');
    await installPackages([spec], shell);
  }
  const found = findPlugins(shell.cwd).find((one) => one.name === name);
  if (found?.problem === undefined && found) return name;
  throw new CommandError({
    code: 'config',
    what: `${name} is no plugin for Pegboard`,
    evidence: found?.problem ?? 'its package.json has no keyword "pegboard-plugin" and no field "pegboard"',
    fix: 'It is installed and was not enabled',
  });
}

/** Where the last of the list stands in the registry: a file's plugin has a name of its own. Behind it come those that are not listed. */
function listedAt({ config, diagnostics }: KnownProject['pegboard']): number {
  const refused = diagnostics.filter(({ about, stage }) => about === 'plugin' && stage === 'found');
  return (config.plugins ?? []).length - refused.length - 1;
}

/** Sets everything up once, to say what the plugin adds, or what is wrong with it. */
function tellAdded(name: string, shell: Shell): Promise<number> {
  const { out } = shell;
  return withProject(shell, async ({ registry, pegboard }) => {
    const place = pegboard.diagnostics.find(
      (diagnostic) => diagnostic.name === name && diagnostic.severity === 'error',
    );
    const plugin = registry.get(name) ?? registry.plugins[listedAt(pegboard)];
    if (place || !plugin || plugin.state === 'failed') return exitCodes.failed;
    const words = permissionWords(plugin);
    const rows = [...contributions(plugin), ...(words === '' ? [] : [['may use', words]])];
    out.write(
      columns(
        rows.map(([title = '', text = '']) => [out.style('dim', title), text]),
        out.width,
        '    ',
      ),
    );
    if (plugin.tools.length > 0)
      out.say(out.style('dim', 'Agents use tools that their "tools" name: check there.'), '    ');
    return exitCodes.done;
  });
}
