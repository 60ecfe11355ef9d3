import { dirname } from 'node:path';
import { type Pegboard, watchPegboard } from '@pegboard/config';
import { loadDotEnv } from '../project/load-dot-env.ts';
import { projectOf, tellDiagnostic } from '../project/open-project.ts';
import { defineCommand } from '../shell/command.ts';
import { exitCodes } from '../shell/exit-codes.ts';
import { reportError } from '../shell/report-error.ts';
import type { Shell } from '../shell/shell.ts';
import { untilInterrupted } from '../shell/until-interrupted.ts';
import { lintTools } from '../tools/lint-tools.ts';
import { configFile } from './plugins-add.ts';

export const dev = defineCommand({
  args: {},
  details:
    'Loads the configuration and its plugins anew whenever a file of them changes, and says what works, what does not and what of the tools an API refuses. What was there goes on where a change cannot be used. Ctrl-C ends it. Each change loads modules anew and older ones stay in memory: start it again after many.',
  async run(_, shell) {
    const file = configFile(shell);
    loadDotEnv(dirname(file), shell.env);
    const watched = await watchPegboard({
      cwd: shell.cwd,
      env: shell.env,
      profile: shell.profile,
      onReload: (pegboard, swapped) =>
        tellState(pegboard, swapped.length > 0 ? swapped.join(', ') : 'configuration', shell),
      onError: (error) => {
        shell.out.write(stamp(shell));
        reportError(error, shell);
        shell.out.say('What was there before goes on.');
      },
    });
    try {
      tellState(watched.current, undefined, shell);
      shell.out.say(shell.out.style('dim', 'Watching. Ctrl-C ends it.'));
      await untilInterrupted(
        (signal) => new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve())),
      );
      return exitCodes.done;
    } finally {
      await watched.close();
    }
  },
});

function tellState(pegboard: Pegboard, changed: string | undefined, shell: Shell): void {
  const { out } = shell;
  const { registry } = pegboard;
  const project = projectOf(pegboard);
  const tools = registry.tools();
  const made = Object.keys(pegboard.agents);
  const facts = [
    `agents: ${made.join(', ') || 'none'}`,
    `tools: ${tools.map(({ name }) => name).join(', ') || 'none'}`,
    ...(registry.toolsets.length > 0 ? [`${registry.toolsets.length} toolsets`] : []),
  ];
  out.write(stamp(shell));
  out.say(
    changed === undefined
      ? project.agentNames.length === 0
        ? 'No agents yet.'
        : 'Ready.'
      : `${out.style('cyan', changed)} changed.`,
  );
  for (const fact of facts) out.say(out.style('dim', fact), '  ');
  for (const diagnostic of pegboard.diagnostics) tellDiagnostic(diagnostic, shell);
  const { findings } = lintTools(tools, registry.providers);
  for (const { tool, place = '#', what } of findings.filter(({ severity }) => severity === 'error'))
    out.say(`${out.style('red', out.signs.bad)} ${tool} ${place}: ${what}`);
}

function stamp({ out }: Shell): string {
  return out.style('dim', `${new Date().toTimeString().slice(0, 8)} `);
}
