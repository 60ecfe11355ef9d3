import { isJsonObject } from '../lib/json.ts';
import { checkOptions } from './check-options.ts';
import { ConfigError } from './config-error.ts';

type Fits = (value: unknown) => boolean;

const isText: Fits = (value) => typeof value === 'string';
const isTexts: Fits = (value) => Array.isArray(value) && value.every(isText);
const isFlag: Fits = (value) => typeof value === 'boolean';
const isCount: Fits = (value) => typeof value === 'number' && Number.isFinite(value) && value > 0;
const isFunction: Fits = (value) => typeof value === 'function';

const kinds = {
  any: [() => true, 'anything'],
  text: [isText, 'text'],
  textOrFalse: [(value) => isText(value) || value === false, 'text, or false'],
  texts: [isTexts, 'a list of texts'],
  textTable: [(value) => isJsonObject(value) && isTexts(Object.values(value)), 'an object of texts'],
  flag: [isFlag, 'true or false'],
  count: [isCount, 'a number above 0'],
  countOrFalse: [(value) => isCount(value) || value === false, 'a number above 0, or false'],
  function: [isFunction, 'a function'],
  table: [isJsonObject, 'an object'],
  tableOrFlag: [(value) => isJsonObject(value) || isFlag(value), 'an object, or false'],
  object: [(value) => isJsonObject(value) || isFunction(value), 'an object or a function'],
  list: [Array.isArray, 'a list'],
  listOrFunction: [(value) => Array.isArray(value) || isFunction(value), 'a list or a function'],
} satisfies Record<string, readonly [Fits, string]>;

/** What an option has to be: a kind of value, or one of these words. */
export type OptionKind = keyof typeof kinds | readonly string[];

export type OptionKinds = Readonly<Record<string, OptionKind>>;

/**
 * Throws a `ConfigError` for an option that there is not, with the nearest, for one that is of another kind, and for a required one that is
 * absent. `undefined` counts as absent. The message shows numbers; texts and objects may hold secrets.
 */
export function checkOptionKinds(
  what: string,
  options: unknown,
  known: OptionKinds,
  required: readonly string[] = [],
): void {
  if (!isJsonObject(options))
    throw new ConfigError({
      what: `${what} takes its options as an object`,
      evidence: `It is ${shown(options)}`,
      fix: `Pass one, such as { ${Object.keys(known)[0] ?? ''}: … }`,
    });
  checkOptions<object>(what, options, known);
  const missing = required.find((key) => options[key] === undefined);
  if (missing !== undefined)
    throw new ConfigError({
      what: `${what} needs the option "${missing}"`,
      evidence: 'It is absent',
      fix: `Pass ${missing}`,
    });
  for (const [key, kind] of Object.entries(known)) {
    const value: unknown = Object.hasOwn(options, key) ? options[key] : undefined;
    const [fits, words] = typeof kind === 'string' ? kinds[kind] : oneOf(kind);
    if (value === undefined || fits(value)) continue;
    throw new ConfigError({
      what: `${what} cannot use the option "${key}"`,
      evidence: `It is ${shown(value)}`,
      fix: `Pass ${words}, or leave it out`,
    });
  }
}

function oneOf(words: readonly string[]): readonly [Fits, string] {
  return [(value) => words.includes(value as string), words.join(' or ')];
}

function shown(value: unknown): string {
  if (typeof value === 'number' || typeof value === 'boolean' || value === undefined || value === null)
    return String(value);
  return Array.isArray(value) ? 'a list' : `of type ${typeof value}`;
}
