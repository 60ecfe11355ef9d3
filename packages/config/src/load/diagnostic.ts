import type { PluginStage } from '@pegboard/core/plugin';

/** Something that is wrong with a part of a configuration, while the rest works. */
export interface ConfigDiagnostic {
  readonly about: 'plugin' | 'agent' | 'section' | 'environment' | 'lock' | 'file';
  /** Name of the plugin or agent, key of the section, name of the variable. */
  readonly name: string;
  /** `error`: that part is not there. `warning`: it works all the same. */
  readonly severity: 'error' | 'warning';
  /** For plugins: what it did not get through. */
  readonly stage?: PluginStage;
  readonly cause: string;
  /** What to do. */
  readonly hint: string;
  /** Where it stands: `pegboard.config.yaml:12:3`. */
  readonly where?: string;
}
