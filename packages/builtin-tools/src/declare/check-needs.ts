import { type BuiltinTool, ConfigError } from '@pegboard/core';

/** Groups of options of which a tool needs one, where its API takes any of them. */
const needs: Readonly<Record<string, readonly (readonly string[])[]>> = {
  file_search: [['vectorStoreIds', 'fileSearchStoreNames']],
  mcp_server: [['name'], ['url', 'connectorId']],
  tool_search: [['deferred']],
};

/** Options that no API takes together. */
const rivals = ['allowedDomains', 'blockedDomains'] as const;

/** Throws `ConfigError` when an option is missing without which the API would refuse the tool, or two are given that exclude each other. */
export function checkNeeds(tool: BuiltinTool, taken: readonly string[], target: string): void {
  const what = `The builtin tool "${tool.type}" of ${target}`;
  const groups = Object.hasOwn(needs, tool.type) ? (needs[tool.type] ?? []) : [];
  for (const group of groups) {
    const wanted = group.filter((name) => taken.includes(name));
    if (wanted.length === 0 || wanted.some((name) => isGiven(tool[name]))) continue;
    const names = wanted.join(' or ');
    throw new ConfigError({
      what: `${what} needs ${names}`,
      evidence: 'It is not given, or empty',
      fix: `Pass ${names}`,
    });
  }
  if (!rivals.every((name) => taken.includes(name) && isGiven(tool[name]))) return;
  throw new ConfigError({
    what: `${what} takes ${rivals.join(' or ')}`,
    evidence: 'Both are given',
    fix: 'Leave one of them out',
  });
}

function isGiven(value: unknown): boolean {
  return value !== undefined && value !== '' && !(Array.isArray(value) && value.length === 0);
}
