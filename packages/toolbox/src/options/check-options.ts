import { ConfigError } from '@pegboard/core';

const kinds = {
  text: { is: (value: unknown) => typeof value === 'string', words: 'text' },
  texts: {
    is: (value: unknown) => Array.isArray(value) && value.every((one) => typeof one === 'string'),
    words: 'a list of texts',
  },
  flag: { is: (value: unknown) => typeof value === 'boolean', words: 'true or false' },
  count: {
    is: (value: unknown) => typeof value === 'number' && Number.isFinite(value) && value > 0,
    words: 'a number above 0',
  },
  function: { is: (value: unknown) => typeof value === 'function', words: 'a function' },
  table: { is: isTable, words: 'an object' },
  tableOrFlag: {
    is: (value: unknown) => typeof value === 'boolean' || isTable(value),
    words: 'an object, or false',
  },
  list: { is: (value: unknown) => Array.isArray(value), words: 'a list' },
  any: { is: () => true, words: 'anything' },
};

/** What an option has to be. */
export type OptionKind = keyof typeof kinds;

export type OptionKinds = Readonly<Record<string, OptionKind>>;

/** Throws `ConfigError` for an option that there is not, or that is of another kind: a slip must not count as nothing said. */
export function checkOptions(who: string, options: unknown, known: OptionKinds): void {
  if (!isTable(options))
    throw unusable(
      `${who} takes its options as an object`,
      options,
      `Pass one, such as { ${Object.keys(known)[0] ?? ''}: … }`,
    );
  const unknown = Object.keys(options).find((key) => !Object.hasOwn(known, key));
  if (unknown !== undefined)
    throw new ConfigError({
      code: 'unknown-name',
      what: `${who} has no option "${unknown}"`,
      evidence: `There are ${Object.keys(known).join(', ')}`,
      fix: 'Use one of these, or leave it out',
    });
  checkKinds(who, options, known);
}

/** As `checkOptions`; options besides those that are known are left to others. */
export function checkKinds(who: string, options: object, known: OptionKinds): void {
  for (const [key, value] of Object.entries(options)) {
    const kind = Object.hasOwn(known, key) ? kinds[known[key] ?? 'any'] : kinds.any;
    if (value !== undefined && !kind.is(value))
      throw unusable(`${who} cannot use the option "${key}"`, value, `Pass ${kind.words}, or leave it out`);
  }
}

function unusable(what: string, value: unknown, fix: string): ConfigError {
  return new ConfigError({ what, evidence: `It is ${shown(value)}`, fix });
}

/** Objects may hold secrets. */
function shown(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value.slice(0, 60));
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (value === undefined || value === null) return String(value);
  return Array.isArray(value) ? 'a list' : `of type ${typeof value}`;
}

function isTable(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
