/** Says what a value must be that is not so. */
export type Check = (value: unknown, key: string) => string | false | undefined | void;

export type CheckTable = ReadonlyMap<string, Check>;

export const any: Check = () => undefined;

export const number: Check = (value) =>
  value !== undefined &&
  value !== false &&
  !(typeof value === 'number' && value >= 0) &&
  'a number of at least 0, or false';

export const list: Check = (value) => value !== undefined && !Array.isArray(value) && 'a list';

/** One of some words. A slip such as `skiprest` must not count as nothing said. */
export function word(...known: readonly unknown[]): Check {
  return (value) => !!value && !known.includes(value) && known.join(' or ');
}

export function tableOf(checks: Readonly<Record<string, Check>>): CheckTable {
  return new Map(Object.entries(checks));
}
