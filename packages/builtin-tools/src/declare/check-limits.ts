import { ConfigError, type JsonObject } from '@pegboard/core';

/** Options that keep a tool within bounds: one that says nothing would count as no bounds at some APIs. */
const limits = ['allowedTools', 'allowedDomains', 'blockedDomains'];

/** Throws `ConfigError` for a limit that is no list of names, or an empty one. */
export function checkLimits(type: string, options: JsonObject): void {
  const bad = limits.find((name) => options[name] !== undefined && !isListOfNames(options[name]));
  if (bad === undefined) return;
  throw new ConfigError({
    what: `The option ${bad} of the builtin tool "${type}" will not do`,
    evidence: 'It is no list of names, or an empty one',
    fix: 'Name what is meant, or leave it out',
  });
}

function isListOfNames(value: unknown): boolean {
  return Array.isArray(value) && value.length > 0 && value.every((name) => isName(name));
}

function isName(value: unknown): boolean {
  return typeof value === 'string' && value.trim() !== '';
}
