import { type BuiltinTarget, type BuiltinTool, ConfigError } from '@pegboard/core';
import { checkNeeds } from './check-needs.ts';
import { providersOf } from './support.ts';

/**
 * Throws `ConfigError` when a target has no such tool, or takes not all of its options, and says who does; and when it needs an option more.
 * What is unknown passes.
 */
export function checkBuiltin(tool: BuiltinTool, { provider, model }: BuiltinTarget): void {
  const known = provider.builtinTools?.(model);
  if (!known) return;
  const { type } = tool;
  const own = Object.hasOwn(known, type) ? known[type] : undefined;
  if (!own) throw lacking(type, provider.name, model);
  const options = Object.keys(tool).filter((name) => name !== 'type' && tool[name] !== undefined);
  const refused = options.find((name) => !own.options.includes(name));
  if (refused !== undefined)
    throw lackingOption(tool.type, refused, own.options, `${provider.name}/${model}`);
  checkNeeds(tool, own.options, `${provider.name}/${model}`);
}

const optional = 'pass optional: true to do without';

function lacking(type: string, provider: string, model: string): ConfigError {
  const others = providersOf(type).filter((name) => name !== provider);
  const some = providersOf(type).includes(provider);
  return new ConfigError({
    what: `${provider}/${model} has no builtin tool "${type}"`,
    evidence:
      (some ? `Other models of ${provider} have it. ` : '') +
      (others.length > 0 ? `These providers have it: ${others.join(', ')}` : 'No other provider has it'),
    fix: `Use a model of theirs, give the agent a tool of your own (adaptive takes either), or ${optional}`,
  });
}

function lackingOption(type: string, option: string, known: readonly string[], target: string): ConfigError {
  const others = providersOf(type, option);
  return new ConfigError({
    what: `The builtin tool "${type}" of ${target} takes no option ${option}`,
    evidence: [
      known.length > 0 ? `It takes ${known.join(', ')}` : 'It takes none',
      ...(others.length > 0 ? [`${option} is taken by ${others.join(', ')}`] : []),
    ].join('. '),
    fix: `Leave it out, or ${optional}`,
  });
}
