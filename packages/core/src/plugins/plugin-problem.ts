import type { PluginPermissions } from '../contracts/plugin.ts';
import { describeValue } from '../schema/describe-value.ts';

/** What is wrong and what to do. */
export interface Problem {
  readonly cause: string;
  readonly hint: string;
}

type Candidate = Readonly<Record<string, unknown>>;

/** Names become part of ids (`name:tool`) and, made safe, of tool names. */
const namePattern = /^[a-zA-Z@][a-zA-Z0-9@/._-]{0,213}$/;
const namespacePattern = /^([a-zA-Z_][a-zA-Z0-9_-]{0,40})?$/;

/** The first thing that is wrong with the shape of a plugin. Its `api` is judged elsewhere: other versions have other shapes. */
export function pluginProblem(plugin: object): Problem | undefined {
  const { name, version, namespace, setup, permissions, sections, order, needs, offers }: Candidate = {
    ...plugin,
  };
  const badName = nameProblem(name);
  if (badName) return badName;
  if (version !== undefined && typeof version !== 'string') return wrong('version', version, 'a text');
  if (namespace !== undefined && !(typeof namespace === 'string' && namespacePattern.test(namespace)))
    return wrong('namespace', namespace, 'up to 41 letters, digits, _ and -, such as "weather"');
  if (typeof setup !== 'function') return wrong('setup', setup, 'a function that returns the contributions');
  if (sections !== undefined && !isRecordOf(sections, isObject))
    return wrong('sections', sections, 'an object of sections');
  if (order !== undefined && !isRecordOf(order, isTexts))
    return wrong('order', order, '{ before?: names, after?: names }');
  if (!isTokens(needs)) return wrong('needs', needs, 'a list of what defineService() gives');
  if (!isTokens(offers)) return wrong('offers', offers, 'a list of what defineService() gives');
  return permissions === undefined ? undefined : permissionsProblem(permissions);
}

/** Of the plugin's own name, or of the one that it has in a registry. */
export function nameProblem(name: unknown): Problem | undefined {
  if (typeof name === 'string' && namePattern.test(name)) return undefined;
  return wrong('name', name, 'a text of letters, digits and @ / . _ -, such as "weather"');
}

const permissionKinds = [
  'net',
  'env',
  'fs',
  'fsRead',
] as const satisfies readonly (keyof PluginPermissions)[];

/** What a permission may not look like; unknown kinds count, since they would be asked for in vain. */
export function permissionsProblem(permissions: unknown): Problem | undefined {
  if (!isObject(permissions)) return wrong('permissions', permissions, 'an object such as { net: [ … ] }');
  for (const [kind, value] of Object.entries(permissions)) {
    if (kind === 'spawn') {
      if (value !== undefined && typeof value !== 'boolean')
        return wrong('permissions.spawn', value, 'true or false');
    } else if (!permissionKinds.some((known) => known === kind)) {
      return {
        cause: `\`permissions\` has a kind "${kind}"`,
        hint: `There are ${permissionKinds.join(', ')} and spawn`,
      };
    } else if (value !== undefined && !isTexts(value)) {
      return wrong(`permissions.${kind}`, value, 'a list of texts');
    }
  }
  return undefined;
}

function wrong(key: string, value: unknown, wanted: string): Problem {
  return { cause: `\`${key}\` is ${describeValue(value)}`, hint: `Make it ${wanted}` };
}

function isObject(value: unknown): value is Candidate {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isRecordOf(value: unknown, fits: (member: unknown) => boolean): boolean {
  return isObject(value) && Object.values(value).every((member) => member === undefined || fits(member));
}

function isTexts(value: unknown): boolean {
  return Array.isArray(value) && value.every((item) => typeof item === 'string' && item !== '');
}

function isTokens(value: unknown): boolean {
  if (value === undefined) return true;
  return Array.isArray(value) && value.every((item) => isObject(item) && typeof item.service === 'string');
}
