import { unknownName } from './unknown-name.ts';

/** Names of the options of a function, each once. The type sees to it that none is left out. */
export type OptionNames<T> = Readonly<Record<keyof T, true>>;

/** Throws a `ConfigError` for an option that there is not: misspelled, it would do nothing and say nothing. */
export function checkOptions<T extends object>(
  what: string,
  options: T,
  known: Readonly<Record<keyof T, unknown>>,
): void {
  for (const name in options)
    if (known[name] !== true && !Object.hasOwn(known, name) && Object.hasOwn(options, name))
      throw unknownName(`${what} has no option "${name}"`, name, Object.keys(known));
}
