import { ConfigError } from '@pegboard/core';

type Fits = (value: unknown) => boolean;

const isText: Fits = (value) => typeof value === 'string';
const isCount: Fits = (value) => typeof value === 'number' && Number.isFinite(value) && value > 0;
const isTable: Fits = (value) => typeof value === 'object' && value !== null && !Array.isArray(value);
const isFunction: Fits = (value) => typeof value === 'function';

const kinds = {
  text: [isText, 'text'],
  texts: [(value) => Array.isArray(value) && value.every(isText), 'a list of texts'],
  textTable: [
    (value) => isTable(value) && Object.values(value as object).every(isText),
    'an object of texts',
  ],
  textOrFalse: [(value) => isText(value) || value === false, 'text, or false'],
  flag: [(value) => typeof value === 'boolean', 'true or false'],
  count: [isCount, 'a number above 0'],
  countOrFalse: [(value) => isCount(value) || value === false, 'a number above 0, or false'],
  table: [isTable, 'an object'],
  function: [isFunction, 'a function'],
  object: [(value) => isTable(value) || isFunction(value), 'an object or a function'],
  listOrFunction: [(value) => Array.isArray(value) || isFunction(value), 'a list or a function'],
  list: [Array.isArray, 'a list'],
} satisfies Record<string, readonly [Fits, string]>;

/** What an option has to be: a kind, or one of these words. */
export type OptionKinds = Readonly<Record<string, keyof typeof kinds | readonly string[]>>;

/** Throws `ConfigError` for an option that there is not, or that is of another kind: a slip must not count as nothing said. */
export function checkOptions(
  who: string,
  options: unknown,
  known: OptionKinds,
  required: readonly string[] = [],
): void {
  if (!isTable(options))
    throw new ConfigError({
      what: `${who} takes its options as an object`,
      evidence: `It is ${shown(options)}`,
      fix: `Pass one, such as { ${Object.keys(known)[0] ?? ''}: … }`,
    });
  const missing = required.find((key) => Reflect.get(options as object, key) === undefined);
  if (missing !== undefined)
    throw new ConfigError({
      what: `${who} needs the option "${missing}"`,
      evidence: 'It is absent',
      fix: `Pass ${missing}`,
    });
  for (const [key, value] of Object.entries(options as object)) {
    const kind = Object.hasOwn(known, key) ? known[key] : undefined;
    if (!kind) throw unknownOption(who, key, known);
    const [fits, words] = typeof kind === 'string' ? kinds[kind] : oneOf(kind);
    if (value === undefined || fits(value)) continue;
    throw new ConfigError({
      what: `${who} cannot use the option "${key}"`,
      evidence: `It is ${shown(value)}`,
      fix: `Pass ${words}, or leave it out`,
    });
  }
}

function oneOf(words: readonly string[]): readonly [Fits, string] {
  return [(value) => words.includes(value as string), words.join(' or ')];
}

function unknownOption(who: string, key: string, known: OptionKinds): ConfigError {
  return new ConfigError({
    code: 'unknown-name',
    what: `${who} has no option "${key}"`,
    evidence: `There are ${Object.keys(known).join(', ')}`,
    fix: 'Use one of these, or leave it out',
  });
}

/** Texts and objects may hold secrets. */
function shown(value: unknown): string {
  if (typeof value === 'number' || typeof value === 'boolean' || value === undefined || value === null)
    return String(value);
  return Array.isArray(value) ? 'a list' : `of type ${typeof value}`;
}
