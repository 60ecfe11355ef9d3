/** What a configuration says of one plugin, where it says more than its name. */
export interface EntryOptions {
  readonly use?: unknown;
  readonly as?: unknown;
  readonly config?: unknown;
  readonly isolation?: unknown;
}

/** The entry of a plugin by the name that it has in the registry. */
export function entryFor(name: string, entries: readonly unknown[] = []): EntryOptions | undefined {
  return entries
    .filter((entry): entry is EntryOptions => typeof entry === 'object' && entry !== null)
    .find(({ use, as }) => as === name || use === name || Object(use).name === name);
}
