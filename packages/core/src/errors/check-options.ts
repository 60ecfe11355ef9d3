import { unknownName } from './unknown-name.ts';

/** Names of the options of a function, each once. The type sees to it that none is left out. */
export type OptionNames<T> = Readonly<Record<keyof T, true>>;

/** Throws a `ConfigError` for an option that there is not: misspelled, it would do nothing and say nothing. */
export function checkOptions<T extends object>(
  what: string,
  options: T,
  known: Readonly<Record<keyof T, unknown>>,
): void {
  const stranger = Object.keys(options).find((name) => !Object.hasOwn(known, name));
  if (stranger !== undefined)
    throw unknownName(`${what} has no option "${stranger}"`, stranger, Object.keys(known));
}
