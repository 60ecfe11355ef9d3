import type { Target } from '../contracts/provider.ts';
import { any, type Check, tableOf } from '../errors/value-checks.ts';
import { checkEach, checkTarget, runDefaults, schema } from './check-options.ts';
import type { GenerateOptions } from './generate-options.ts';
import type { RunDefaults } from './run-config.ts';

const { settings, providerOptions, resolveMedia, timeouts, modelRetries, outputMode, repairJson } =
  runDefaults;

const checks = tableOf({
  provider: any,
  model: any,
  instructions: any,
  messages: any,
  output: schema,
  signal: any,
  onText: any,
  settings,
  providerOptions,
  resolveMedia,
  timeouts,
  modelRetries,
  outputMode,
  repairJson,
} satisfies Readonly<Record<keyof GenerateOptions, Check>>);

/** Throws `ConfigError` for unknown keys, no provider, and bad values. */
export function checkGenerateOptions(options: Target & RunDefaults): void {
  checkEach('generate', options, checks);
  checkTarget('A model call', options);
}
