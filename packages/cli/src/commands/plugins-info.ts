import { findPlugins } from '@pegboard/config';
import type { PluginInfo } from '@pegboard/core/plugin';
import { permissionWords } from '../check/check-plugins.ts';
import { entryFor } from '../plugins/plugin-entry.ts';
import { type KnownProject, withProject } from '../project/open-project.ts';
import { usageError } from '../shell/command-error.ts';
import { defineCommand } from '../shell/command.ts';
import { exitCodes } from '../shell/exit-codes.ts';
import { didYouMean } from '../shell/nearest.ts';
import { columns } from '../terminal/columns.ts';
import { visible } from '../terminal/visible.ts';
import { contributions } from './plugins-list.ts';

export const pluginsInfo = defineCommand({
  args: {
    plugin: {
      type: 'positional',
      required: true,
      description: 'Its name in the configuration, or that of its package',
    },
    json: { type: 'boolean', description: 'Print JSON' },
  },
  details:
    'Of a plugin that is installed and not enabled it shows what package.json says; nothing of it is run.',
  run: (args, shell) =>
    withProject(
      shell,
      async (project) => {
        const { registry, root, pegboard } = project;
        const enabled = registry.get(args.plugin);
        const found = findPlugins(root).find(({ name }) => name === args.plugin);
        if (!enabled && !found) throw unknown(args.plugin, project);
        const diagnostics = pegboard.diagnostics.filter(
          ({ about, name }) => about === 'plugin' && name === args.plugin,
        );
        const { out } = shell;
        if (args.json) {
          out.write(`${JSON.stringify({ enabled, package: found, diagnostics }, null, 2)}\n`);
          return exitCodes.done;
        }
        const isolated = entryFor(args.plugin, pegboard.config.plugins)?.isolation === 'process';
        const rows = [
          ['name', args.plugin],
          ['version', enabled?.version ?? found?.version ?? '?'],
          ['state', enabled ? enabled.state : 'installed, not enabled'],
          ['api', String(enabled?.api ?? found?.manifest?.api ?? '?')],
          ...(found
            ? [
                ['package', found.folder],
                ['about', visible(found.description ?? '')],
              ]
            : []),
          ...(enabled ? [['namespace', enabled.namespace || '(none)'], ...contributions(enabled)] : []),
          ['may use', permissionText(enabled, found?.manifest?.permissions, isolated)],
          ...diagnostics.map(({ severity, stage, cause, hint }) => [severity, `${stage}: ${cause}. ${hint}`]),
          ...(found?.problem === undefined ? [] : [['problem', found.problem]]),
        ].filter(([, text]) => text !== '');
        out.write(
          columns(
            rows.map(([title = '', text = '']) => [out.style('dim', title), text]),
            out.width,
          ),
        );
        return exitCodes.done;
      },
      { optional: true, report: 'none' },
    ),
});

function permissionText(
  enabled: PluginInfo | undefined,
  declared: PluginInfo['permissions'] | undefined,
  isolated: boolean,
): string {
  const words = permissionWords({ permissions: enabled?.permissions ?? declared ?? {} });
  if (words === '') return 'asks for nothing';
  if (!enabled) return `asks for ${words}`;
  return isolated
    ? `${words} (enforced: it runs in a process of its own)`
    : `${words} (advice: it runs in this process, which nothing keeps it from)`;
}

function unknown(name: string, { registry, root }: KnownProject): Error {
  const names = [
    ...registry.plugins.map((plugin) => plugin.name),
    ...findPlugins(root).map((found) => found.name),
  ];
  return usageError(
    `There is no plugin "${name}"`,
    names.length > 0
      ? `There are ${[...new Set(names)].join(', ')}`
      : 'None is enabled and none is installed',
    didYouMean(name, names) || undefined,
  );
}
