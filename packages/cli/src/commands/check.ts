import { existsSync } from 'node:fs';
import { basename, join } from 'node:path';
import { checkAgents } from '../check/check-agents.ts';
import type { CheckArea, CheckItem } from '../check/check-item.ts';
import { checkKeys } from '../check/check-keys.ts';
import { checkPlugins } from '../check/check-plugins.ts';
import { type KnownProject, withProject } from '../project/open-project.ts';
import { usageError } from '../shell/command-error.ts';
import { defineCommand } from '../shell/command.ts';
import { exitCodes } from '../shell/exit-codes.ts';
import { didYouMean } from '../shell/nearest.ts';
import type { Shell } from '../shell/shell.ts';
import { counted } from '../terminal/counted.ts';

const areas: readonly CheckArea[] = ['configuration', 'plugins', 'keys', 'lock', 'agents'];

export const check = defineCommand({
  args: {
    skip: { type: 'string', valueHint: 'areas', description: `Leave out some of ${areas.join(', ')}` },
    strict: { type: 'boolean', description: 'Warnings fail, too' },
    json: { type: 'boolean', description: 'Print JSON' },
  },
  details:
    'Whether plugins fit and are set up, keys are there, tools are what the lock says, and every agent can be carried by its model and its fallbacks. Ends with 1 where something is wrong. `pegboard smoke` asks the providers themselves.',
  examples: [
    ['pegboard check --strict', 'before a release'],
    ['pegboard check --skip keys', 'where no keys are, as in CI'],
  ],
  run: (args, shell) =>
    withProject(
      shell,
      async (project) => {
        const skipped = readSkipped(args.skip);
        const items = checkProject(project, shell).filter(({ area }) => !skipped.includes(area));
        if (args.json) shell.out.write(`${JSON.stringify(items, null, 2)}\n`);
        else printItems(items, shell);
        const failing = args.strict ? ['error', 'warning'] : ['error'];
        return items.some(({ severity }) => failing.includes(severity)) ? exitCodes.failed : exitCodes.done;
      },
      { report: 'none' },
    ),
});

/** Everything that can be checked without a network. */
export function checkProject(project: KnownProject, { env }: Shell): readonly CheckItem[] {
  return [
    ...configItems(project),
    ...checkPlugins(project),
    ...checkKeys(project, env),
    ...lockItems(project),
    ...checkAgents(project),
  ];
}

function configItems({ pegboard }: KnownProject): readonly CheckItem[] {
  const { file, profile, diagnostics } = pegboard;
  const own = diagnostics.filter(
    ({ about }) => about === 'section' || about === 'environment' || about === 'file',
  );
  const name = file === undefined ? 'no file' : basename(file);
  return [
    {
      area: 'configuration',
      severity: 'ok',
      what: `${name}${profile === undefined ? '' : `, profile ${profile}`}`,
    },
    ...own.map(({ about, name: about2, severity, cause, hint, where }): CheckItem => ({
      area: 'configuration',
      severity,
      what: `${about} ${about2}`,
      details: [`${cause}. ${hint}`, ...(where === undefined ? [] : [where])],
    })),
  ];
}

function lockItems({ pegboard }: KnownProject): readonly CheckItem[] {
  const drift = pegboard.diagnostics.filter(({ about }) => about === 'lock');
  if (drift.length > 0)
    return drift.map(({ name, severity, cause, hint }) => ({
      area: 'lock',
      severity,
      what: `${name} is not what pegboard-lock.json says`,
      details: [...cause.split('\n'), hint],
    }));
  const isThere = existsSync(join(pegboard.folder, 'pegboard-lock.json'));
  return [
    {
      area: 'lock',
      severity: 'ok',
      what: isThere
        ? 'the tools are what pegboard-lock.json says'
        : 'no pegboard-lock.json; `pegboard lock` writes one',
    },
  ];
}

function readSkipped(text: string | undefined): readonly CheckArea[] {
  return (text ?? '')
    .split(',')
    .map((word) => word.trim())
    .filter(Boolean)
    .map((word) => {
      const area = areas.find((one) => one === word);
      if (area) return area;
      throw usageError(
        `There is nothing called "${word}" to skip`,
        `There are ${areas.join(', ')}`,
        didYouMean(word, areas) || undefined,
      );
    });
}

function printItems(items: readonly CheckItem[], { out }: Shell): void {
  const signs = {
    ok: out.style('green', out.signs.good),
    warning: out.style('yellow', out.signs.warn),
    error: out.style('red', out.signs.bad),
  };
  for (const [area, own] of Map.groupBy(items, (item) => item.area)) {
    out.write(`${out.style('bold', area)}\n`);
    for (const { severity, what, details = [] } of own) {
      out.say(`${signs[severity]} ${what}`, '  ');
      for (const detail of details) out.say(severity === 'ok' ? out.style('dim', detail) : detail, '      ');
    }
  }
  const count = (severity: CheckItem['severity']): number =>
    items.filter((item) => item.severity === severity).length;
  const [errors, warnings] = [count('error'), count('warning')];
  out.write('\n');
  if (errors + warnings === 0) out.say(out.style('green', 'Everything fits.'));
  else out.say(`${counted(errors, 'problem')}, ${counted(warnings, 'warning')}`);
}
