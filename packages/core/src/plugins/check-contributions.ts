import type { PluginContributions, SectionContributions } from '../contracts/plugin.ts';
import { describeValue } from '../schema/describe-value.ts';
import { isTool } from '../tools/tool-brand.ts';
import { PluginFailure } from './diagnostics.ts';

type Check = (value: unknown) => boolean;

const listOf =
  (fits: Check): Check =>
  (value) =>
    Array.isArray(value) && value.every(fits);
const recordOf =
  (fits: Check): Check =>
  (value) =>
    isObject(value) && Object.values(value).every(fits);
const hasMethods =
  (...names: readonly string[]): Check =>
  (value) =>
    isObject(value) && names.every((name) => typeof value[name] === 'function');
const isNamed: Check = (value) => isObject(value) && typeof value.name === 'string' && value.name !== '';

const checks: Readonly<Record<keyof PluginContributions, readonly [Check, string]>> = {
  tools: [listOf(isTool), 'a list of tools made by defineTool()'],
  toolsets: [listOf(hasMethods('list')), 'a list of toolsets'],
  providers: [listOf((value) => isNamed(value) && hasMethods('stream')(value)), 'a list of providers'],
  memories: [recordOf(hasMethods('load', 'append')), 'an object of memories'],
  hooks: [listOf(isObject), 'a list of hooks'],
  sections: [recordOf((value) => typeof value === 'function'), 'an object of functions'],
  commands: [
    listOf((value) => isNamed(value) && hasMethods('run')(value)),
    'a list of { name, description, run }',
  ],
  services: [
    listOf((value) => isObject(value) && isObject(value.token) && typeof value.token.service === 'string'),
    'a list of what offer() gives',
  ],
};

const sectionChecks: Readonly<Record<keyof SectionContributions, readonly [Check, string]>> = {
  tools: checks.tools,
  toolsets: checks.toolsets,
  hooks: checks.hooks,
  providers: checks.providers,
  memories: checks.memories,
  builtinTools: [listOf((value) => isObject(value) && typeof value.type === 'string'), 'a list of { type }'],
};

/** What `setup` gave, if it is what it should be. Throws `PluginFailure` otherwise. */
export function checkContributions(value: unknown): PluginContributions {
  return checked(value, checks, '`setup`');
}

/** The same of a section that was applied. */
export function checkSectionContributions(value: unknown, section: string): SectionContributions {
  return checked(value, sectionChecks, `section "${section}"`);
}

function checked<T extends object>(
  value: unknown,
  known: Readonly<Record<keyof T, readonly [Check, string]>>,
  source: string,
): T {
  // Every key of it is checked below.
  const given = (value ?? {}) as T;
  if (!isObject(given))
    throw wrong(`${source} gives ${describeValue(value)}`, 'Return an object such as { tools: [ … ] }');
  for (const [key, member] of Object.entries(given)) {
    if (member === undefined) continue;
    if (!Object.hasOwn(known, key))
      throw wrong(`${source} gives a "${key}"`, `There are ${Object.keys(known).join(', ')}`);
    const [fits, wanted] = known[key as keyof T];
    if (!fits(member))
      throw wrong(`${source} gives ${describeValue(member)} as \`${key}\``, `Make it ${wanted}`);
  }
  return given;
}

function wrong(cause: string, hint: string): PluginFailure {
  return new PluginFailure('setup', { cause, hint });
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
