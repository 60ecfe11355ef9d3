import { existsSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { findConfig } from '@pegboard/config';
import { agentPattern, askAnswers, defaultAnswers } from '../init/ask-answers.ts';
import { type Answers, projectFiles, providerOf } from '../init/project-files.ts';
import { writeFiles, type Written } from '../init/write-files.ts';
import { installPackages, packageManagerOf } from '../project/package-manager.ts';
import { canShareOwnPackages } from '../project/share-own-packages.ts';
import { CommandError, usageError } from '../shell/command-error.ts';
import { defineCommand } from '../shell/command.ts';
import { exitCodes } from '../shell/exit-codes.ts';
import type { Shell } from '../shell/shell.ts';
import { columns } from '../terminal/columns.ts';

export const init = defineCommand({
  args: {
    model: {
      type: 'string',
      valueHint: 'provider/model',
      description: `Default ${defaultAnswers.model}, which needs no key`,
    },
    agent: {
      type: 'string',
      valueHint: 'name',
      description: `The first agent; default ${defaultAnswers.agent}`,
    },
    format: {
      type: 'enum',
      options: ['yaml', 'json', 'ts'],
      description: 'Of the configuration; default yaml',
    },
    yes: { type: 'boolean', alias: 'y', description: 'Ask nothing, take the defaults' },
    force: { type: 'boolean', description: 'Write over files that are there' },
    install: { type: 'boolean', description: 'Install the packages at once' },
  },
  details:
    'Writes a configuration, a file with three tools, package.json, .env.example and .gitignore. Files that are there stay as they are. Where nobody can answer, the defaults are taken.',
  examples: [
    ['pegboard init && pegboard chat', ''],
    ['pegboard init --yes --model openai/gpt-6-astra --install', ''],
  ],
  async run(args, shell) {
    refuseSecond(shell, args.force === true);
    const { format } = args;
    const given = {
      ...(args.model !== undefined && { model: checkedModel(args.model) }),
      ...(args.agent !== undefined && { agent: checkedAgent(args.agent) }),
      ...(format !== undefined && { format }),
    };
    const asks = shell.isInteractive && !args.yes;
    const answers = asks ? await askAnswers(given) : { ...defaultAnswers, ...given };
    if (asks) shell.out.write('\n');
    const files = projectFiles(answers, basename(shell.cwd), isModule(shell.cwd));
    const written = await writeFiles(shell.cwd, files, args.force === true);
    tellFiles(written, shell);
    if (args.install) await installPackages([], shell);
    tellNext(answers, args.install === true, shell);
    return exitCodes.done;
  },
});

/** Without a package.json `init` writes one that is. */
function isModule(folder: string): boolean {
  const file = join(folder, 'package.json');
  if (!existsSync(file)) return true;
  try {
    return (JSON.parse(readFileSync(file, 'utf8')) as { type?: unknown } | null)?.type === 'module';
  } catch {
    return false;
  }
}

/** A second configuration in the same folder would stop everything. */
function refuseSecond({ cwd }: Shell, force: boolean): void {
  const found = findConfig(cwd);
  if (found === undefined || dirname(found) !== cwd || force) return;
  throw new CommandError({
    code: 'config',
    what: 'There is a configuration here already',
    evidence: basename(found),
    fix: 'Talk to its agents with `pegboard chat`, or write it anew with --force',
  });
}

function checkedModel(model: string): string {
  if (/^[^/\s]+\/\S+$/.test(model)) return model;
  throw usageError(
    'A model is named as provider/model',
    `got "${model}"`,
    'Such as openai/gpt-6-astra or local/rules',
  );
}

function checkedAgent(name: string): string {
  if (agentPattern.test(name)) return name;
  throw usageError('The name of an agent has letters, digits, - and _, a letter first', `got "${name}"`);
}

const purposes: Readonly<Record<string, string>> = {
  'package.json': 'scripts and dependencies',
  '.env.example': 'where keys go',
  '.gitignore': 'keeps keys out of git',
};

function tellFiles(written: readonly Written[], { out }: Shell): void {
  const rows = written.map(({ name, what }) => {
    const purpose =
      purposes[name] ??
      (name.startsWith('pegboard.') ? 'model, plugins, agents' : 'three tools to begin with');
    const note =
      what === 'kept' ? ' (was there, unchanged)' : what === 'completed' ? ' (was there, completed)' : '';
    return [
      `${what === 'kept' ? out.signs.dot : out.style('green', out.signs.good)} ${name}`,
      out.style('dim', `${purpose}${note}`),
    ];
  });
  out.write(`${columns(rows, out.width)}\n`);
}

function tellNext({ model, agent }: Answers, isInstalled: boolean, { cwd, out }: Shell): void {
  const provider = providerOf(model);
  const install = `${packageManagerOf(cwd)} install`;
  const isLocal = provider?.name === 'local';
  const rows: string[][] = [];
  const needsInstall = (!isLocal || !canShareOwnPackages()) && !isInstalled;
  if (needsInstall)
    rows.push([
      install,
      isLocal ? 'installs what the tools import' : `installs ${provider?.package ?? 'the packages'}`,
    ]);
  if (provider?.key !== undefined)
    rows.push(['cp .env.example .env', `and put your ${provider.key} into it`]);
  rows.push(['pegboard chat', `talks with ${agent}; try: What time is it in Oslo and Tokyo?`]);
  if (!needsInstall && !isInstalled)
    rows.push([install, 'for your editor and for git; not needed to try it']);
  out.write(
    `${out.style('bold', 'Next')}\n${columns(
      rows.map(([line = '', does = '']) => [out.style('cyan', line), does]),
      out.width,
    )}`,
  );
}
