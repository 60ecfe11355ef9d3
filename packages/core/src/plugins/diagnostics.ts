import type { PluginDiagnostic, PluginStage } from '../contracts/plugin.ts';
import { ConfigError } from '../errors/config-error.ts';
import { describeError } from '../errors/describe-error.ts';
import { DeadlineExceeded } from '../lib/deadline.ts';
import { isInstance } from '../lib/recognise.ts';
import type { Problem } from './plugin-problem.ts';

/** Stops the set-up of one plugin. */
export class PluginFailure extends Error {
  readonly stage: PluginStage;
  readonly problem: Problem;
  readonly thrown: unknown;

  constructor(stage: PluginStage, problem: Problem, thrown?: unknown) {
    super(problem.cause);
    this.stage = stage;
    this.problem = problem;
    this.thrown = thrown;
  }
}

const deadlineOf: Partial<Record<PluginStage, string>> = {
  read: 'readMs',
  configured: 'configMs',
  setup: 'setupMs',
  disposed: 'disposeMs',
};

const remedies: Partial<Record<PluginStage, string>> = {
  read: 'Check that its package is installed and loads',
  configured: 'Correct its config',
  setup: 'Correct its config, or report this to its author',
  disposed: 'Report this to its author; the plugin has left all the same',
};

/** What was thrown at a stage, as what went wrong and what to do. */
export function failureAt(stage: PluginStage, thrown: unknown): PluginFailure {
  if (isInstance(thrown, PluginFailure)) return thrown;
  const hint = remedies[stage] ?? 'Report this to its author';
  if (!isInstance(thrown, DeadlineExceeded)) {
    return new PluginFailure(stage, { cause: describeError(thrown), hint }, thrown);
  }
  const option = deadlineOf[stage] ?? 'setupMs';
  return new PluginFailure(
    stage,
    {
      cause: `it did not end within ${thrown.ms} ms`,
      hint: `Give it longer with deadlines: { ${option} }, or report this to its author`,
    },
    thrown,
  );
}

export function toDiagnostic(
  plugin: string,
  { stage, problem, thrown }: PluginFailure,
  severity: PluginDiagnostic['severity'] = 'error',
): PluginDiagnostic {
  return Object.freeze({
    plugin,
    stage,
    severity,
    cause: problem.cause,
    hint: problem.hint,
    ...(thrown !== undefined && { error: thrown }),
  });
}

/** A diagnostic as an error, for whoever cannot go on without the plugin. */
export function diagnosticError({ plugin, stage, cause, hint, error }: PluginDiagnostic): ConfigError {
  return new ConfigError({
    what: `Plugin "${plugin}" could not be brought in`,
    evidence: `${stage}: ${cause}`,
    fix: hint,
    cause: error,
  });
}
