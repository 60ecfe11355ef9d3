import { ConfigError, type JsonObject } from '@pegboard/core';
import { type Layer, whence } from '../layers/layer.ts';
import type { Path } from '../lib/path.ts';
import { didYouMean } from '../lib/nearest.ts';
import { type CheckedConfig, configSchema } from './config-schema.ts';
import { explainIssues, type Problem } from './explain-issues.ts';
import { keysAt } from './keys-at.ts';
import { settingsJsonSchema } from '../schema/settings-json-schema.ts';

/** The settings with their types, or a `ConfigError` that lists everything that is wrong and where. Sections are not looked into. */
export function checkConfig(
  settings: Layer['value'],
  layers: readonly Layer[],
  unresolved: readonly Problem[],
): CheckedConfig {
  const { data, error } = configSchema.safeParse(settings);
  if (data) return data;
  const problems = explainIssues(error.issues).filter(
    ({ path }) => !unresolved.some((known) => startsWith(path, known.path)),
  );
  // What the references would have been may be all that is wrong.
  if (problems.length === 0) return settings;
  throw configError(
    problems.map((problem) => suggest(problem)),
    layers,
  );
}

/** One error for all problems, each with its place. */
export function configError(problems: readonly Problem[], layers: readonly Layer[]): ConfigError {
  const lines = problems.map(({ path, text }) => `${whence(layers, path)}: ${text}`);
  const [only] = lines;
  if (lines.length === 1) return new ConfigError({ what: `The configuration has a mistake: ${only}` });
  return new ConfigError({
    what: `The configuration has ${lines.length} mistakes`,
    evidence: `\n  ${lines.join('\n  ')}\n(nothing was started)`,
    fix: 'Correct them',
  });
}

export function startsWith(path: Path, start: Path): boolean {
  return start.every((step, index) => path[index] === step);
}

let known: JsonObject | undefined;

/** Adds what was probably meant to the problem of an unknown key. */
function suggest({ path, text }: Problem): Problem {
  if (!text.startsWith('there is no setting')) return { path, text };
  known ??= settingsJsonSchema();
  return { path, text: `${text}.${didYouMean(String(path.at(-1)), keysAt(known, path.slice(0, -1)))}` };
}
