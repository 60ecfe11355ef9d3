import { type BuiltinTool, ConfigError, type JsonObject } from '@pegboard/core';
import { checkBuiltin } from './check-builtin.ts';
import { checkLimits } from './check-limits.ts';
import { checkValues } from './check-values.ts';
import { optionsOf } from './support.ts';

/** What every declaration takes. */
export interface DeclarationOptions {
  /** True: where the provider has no such tool or option, it is left out with a warning. Default: the agent is not made. */
  readonly optional?: boolean;
}

const brand = Symbol.for('pegboard.builtin-check');

/**
 * A builtin tool that says where it can be used: an agent whose provider has it not, or takes not all of its options, is not made. Throws
 * `ConfigError` for an option or a value that no provider takes, and a limit that limits nothing.
 */
export function declareBuiltin(
  type: string,
  // Whoever writes no types may pass nothing.
  { optional = false, ...options }: DeclarationOptions = {},
): BuiltinTool {
  const given = Object.entries(options).filter(([, value]) => value !== undefined);
  const known = optionsOf(type);
  const unknown = given.find(([name]) => !known.includes(name));
  if (unknown)
    throw new ConfigError({
      code: 'unknown-name',
      what: `No provider takes the option "${unknown[0]}" of the builtin tool "${type}"`,
      evidence: known.length > 0 ? `There are ${known.join(', ')}` : 'It takes none',
      fix: 'Use one of these, or leave it out',
    });
  // The options of the functions that declare tools are JSON.
  const tool: BuiltinTool = { type, ...(Object.fromEntries(given) as JsonObject) };
  checkLimits(type, tool);
  checkValues(type, tool);
  // Hidden, so that what copies, prints and stores the declaration sees JSON only.
  if (!optional)
    Object.defineProperty(tool, brand, {
      value: (target: Parameters<typeof checkBuiltin>[1]) => checkBuiltin(tool, target),
    });
  return Object.freeze(tool);
}
