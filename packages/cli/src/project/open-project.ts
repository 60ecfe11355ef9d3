import { dirname, resolve } from 'node:path';
import { type ConfigDiagnostic, findConfig, loadPegboard, type Pegboard } from '@pegboard/config';
import type { Agent, Registry } from '@pegboard/core';
import { CommandError } from '../shell/command-error.ts';
import { exitCodes } from '../shell/exit-codes.ts';
import type { Shell } from '../shell/shell.ts';
import { createStatusLine } from '../terminal/status-line.ts';
import { loadDotEnv } from './load-dot-env.ts';

/** What commands use of a configuration. */
export interface KnownProject {
  readonly registry: Registry;
  /** As configured, those that could not be made too. */
  readonly agentNames: readonly string[];
  /** Throws `ConfigError`, with the reason, for one that could not be made. */
  agent(name: string): Agent;
  /** `provider/model` of an agent, as configured. */
  modelOf(name: string): string | undefined;
  /** The folder of the configuration. */
  readonly root: string;
  readonly pegboard: Pegboard;
}

export interface OpenOptions {
  /** Where there is no configuration the work goes on without one. Default false: that is an error. */
  readonly optional?: boolean;
  /** Which diagnostics are told on standard error. Default all. */
  readonly report?: 'all' | 'errors' | 'none';
  /** Settings that win over everything else. */
  readonly overrides?: Readonly<Record<string, unknown>>;
}

/** Loads the configuration, does the work, and lets the plugins leave. */
export async function withProject<T>(
  shell: Shell,
  work: (project: KnownProject) => Promise<T>,
  options: OpenOptions = {},
): Promise<T> {
  const project = await openProject(shell, options);
  try {
    return await work(project);
  } finally {
    await project.pegboard.dispose();
  }
}

async function openProject(
  shell: Shell,
  { optional = false, report = 'all', overrides }: OpenOptions,
): Promise<KnownProject> {
  const { cwd, env } = shell;
  const named = env['PEGBOARD_CONFIG'];
  const file = named ? resolve(cwd, named) : findConfig(cwd);
  if (file === undefined && !optional) throw noConfig(cwd);
  loadDotEnv(file === undefined ? cwd : dirname(file), env);
  const status = createStatusLine(shell.err);
  const slow = setTimeout(() => status.show(`setting up plugins${shell.err.signs.more}`), 500);
  try {
    const onLog = (entry: LogEntry): void => logLine(entry, shell);
    const pegboard = await loadPegboard({ cwd, env, profile: shell.profile, overrides, onLog });
    clearTimeout(slow);
    status.clear();
    const told = pegboard.diagnostics.filter(({ about, severity }) => {
      // Of an agent that could not be made it is said when it is asked for.
      if (about === 'agent' || report === 'none') return false;
      return report === 'all' || severity === 'error';
    });
    for (const diagnostic of told) tellDiagnostic(diagnostic, shell);
    return projectOf(pegboard);
  } finally {
    clearTimeout(slow);
    status.clear();
  }
}

/** What commands use of a loaded configuration. */
export function projectOf(pegboard: Pegboard): KnownProject {
  return {
    pegboard,
    registry: pegboard.registry,
    root: pegboard.folder,
    agentNames: Object.keys(pegboard.settings),
    agent: (name) => pegboard.agent(name),
    modelOf: (name) => pegboard.settings[name]?.model,
  };
}

/** One line for a diagnostic, on standard error. */
export function tellDiagnostic(
  { about, name, severity, stage, cause, hint, where }: ConfigDiagnostic,
  { err }: Shell,
): void {
  const isError = severity === 'error';
  const sign = isError ? err.style('red', err.signs.bad) : err.style('yellow', err.signs.warn);
  const step = stage === undefined || stage === 'found' ? '' : ` (${stage})`;
  const sentences = [cause, hint].filter(Boolean).map((text) => (/[.!?]$/.test(text) ? text : `${text}.`));
  err.say(
    `${sign} ${about} ${name}${step}: ${sentences.join(' ')}${where === undefined ? '' : err.style('dim', ` ${where}`)}`,
  );
}

interface LogEntry {
  readonly plugin: string;
  readonly level: string;
  readonly message: string;
}

function logLine({ plugin, level, message }: LogEntry, { err, debug }: Shell): void {
  if (!debug && (level === 'debug' || level === 'info')) return;
  err.say(err.style('dim', `${plugin}: ${message}`));
}

function noConfig(cwd: string): CommandError {
  return new CommandError(
    {
      code: 'config',
      what: 'There is no Pegboard configuration here',
      evidence: `No pegboard.config.* in ${cwd} or above`,
      fix: 'Start a project with `pegboard init`, or name another folder with --cwd',
    },
    exitCodes.usage,
  );
}
