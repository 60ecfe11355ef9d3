import { ConfigError, isPegboardError } from '@pegboard/core';
import type { PluginDiagnostic } from '@pegboard/core/plugin';
import { redact } from '@pegboard/core/provider';
import { whence } from '../layers/layer.ts';
import type { Path } from '../lib/path.ts';
import type { ConfigDiagnostic } from './diagnostic.ts';
import type { Settings } from './read-settings.ts';

/** Collects what is wrong, free of secrets. */
export interface Report {
  readonly diagnostics: readonly ConfigDiagnostic[];
  readonly add: (diagnostic: Omit<ConfigDiagnostic, 'where'>, path?: Path) => void;
  readonly plugin: (diagnostic: PluginDiagnostic, path?: Path) => void;
  readonly redact: (text: string) => string;
  /** The error to throw in place of one that may hold a secret. */
  readonly clean: (error: unknown) => unknown;
}

export function createReport(
  { layers, secrets }: Pick<Settings, 'layers' | 'secrets'>,
  onDiagnostic?: (diagnostic: ConfigDiagnostic) => void,
): Report {
  const diagnostics: ConfigDiagnostic[] = [];
  const clean = (text: string): string => redact(text, secrets);
  const report: Report = {
    diagnostics,
    add(diagnostic, path) {
      const { name, cause, hint } = diagnostic;
      const where = path && whence(layers, path);
      const made = {
        ...diagnostic,
        name: clean(name),
        cause: clean(cause),
        hint: clean(hint),
        ...(where !== undefined && { where }),
      };
      diagnostics.push(made);
      onDiagnostic?.(made);
    },
    plugin({ plugin, stage, severity, cause, hint }, path) {
      report.add({ about: 'plugin', name: plugin, severity, stage, cause, hint }, path);
    },
    redact: clean,
    clean(error) {
      if (!isPegboardError(error) || clean(error.message) === error.message) return error;
      return new ConfigError({ code: error.code, what: clean(error.message) });
    },
  };
  return report;
}
