import { type FoundPlugin, findPlugins } from '@pegboard/config';
import type { PluginInfo } from '@pegboard/core/plugin';
import { permissionWords } from '../check/check-plugins.ts';
import { entryFor } from '../plugins/plugin-entry.ts';
import { type KnownProject, withProject } from '../project/open-project.ts';
import { defineCommand } from '../shell/command.ts';
import { exitCodes } from '../shell/exit-codes.ts';
import { columns } from '../terminal/columns.ts';
import { visible } from '../terminal/visible.ts';
import type { Shell } from '../shell/shell.ts';

export const pluginsList = defineCommand({
  args: { json: { type: 'boolean', description: 'Print JSON' } },
  details:
    'First those that are enabled here, with what each adds and may use, then those that are installed and not enabled: nothing of them was run. Permissions are advice for plugins that run in this process, and are enforced with isolation: process.',
  run: (args, shell) =>
    withProject(
      shell,
      async (project) => {
        const { registry, root } = project;
        const idle = findPlugins(root).filter(
          ({ name }) => !registry.plugins.some((plugin) => plugin.name === name),
        );
        if (args.json) {
          const enabled = registry.plugins.map((plugin) => ({
            ...plugin,
            isolated: isIsolated(plugin, project),
          }));
          shell.out.write(`${JSON.stringify({ enabled, found: idle }, null, 2)}\n`);
          return exitCodes.done;
        }
        for (const plugin of registry.plugins) tellEnabled(plugin, project, shell);
        if (registry.plugins.length === 0) shell.out.say('No plugin is enabled.');
        tellIdle(idle, shell);
        return exitCodes.done;
      },
      { optional: true, report: 'errors' },
    ),
});

function isIsolated({ name }: PluginInfo, { pegboard }: KnownProject): boolean {
  return entryFor(name, pegboard.config.plugins)?.isolation === 'process';
}

function tellEnabled(plugin: PluginInfo, project: KnownProject, { out }: Shell): void {
  const { name, version, state } = plugin;
  const sign = state === 'ready' ? out.style('green', out.signs.good) : out.style('red', out.signs.bad);
  out.say(
    `${sign} ${out.style('bold', name)} ${out.style('dim', [version, state === 'ready' ? '' : state].filter(Boolean).join(' '))}`,
  );
  const rows = [...contributions(plugin), ...permissionRow(plugin, isIsolated(plugin, project))];
  out.write(
    columns(
      rows.map(([title = '', text = '']) => [out.style('dim', title), text]),
      out.width,
      '    ',
    ),
  );
}

/** What a plugin adds, by kind. */
export function contributions(plugin: PluginInfo): string[][] {
  const { tools, toolsets, providers, memories, hooks, sections, commands, services } = plugin;
  const kinds: [string, readonly string[]][] = [
    ['tools', tools],
    ['toolsets', toolsets],
    ['providers', providers],
    ['memories', memories],
    ['hooks', hooks > 0 ? [String(hooks)] : []],
    ['settings', sections],
    ['commands', commands],
    ['services', services],
  ];
  return kinds.flatMap(([kind, names]) => (names.length === 0 ? [] : [[kind, names.join(', ')]]));
}

function permissionRow(plugin: PluginInfo, isolated: boolean): string[][] {
  const words = permissionWords(plugin);
  if (words === '') return isolated ? [['may use', 'nothing (enforced)']] : [];
  return [
    [
      'may use',
      `${words} (${isolated ? 'enforced: it runs in a process of its own' : 'advice: it runs in this process'})`,
    ],
  ];
}

function tellIdle(found: readonly FoundPlugin[], { out }: Shell): void {
  if (found.length === 0) return;
  out.write(`\n${out.style('bold', 'Installed, not enabled')}\n`);
  const rows = found.map(({ name, version = '', description = '', problem }) => [
    name,
    version,
    problem === undefined ? visible(description) : out.style('yellow', `${out.signs.warn} ${problem}`),
  ]);
  out.write(columns(rows, out.width));
  out.say(out.style('dim', `Enable one: pegboard plugins add ${found[0]?.name ?? ''}`));
}
