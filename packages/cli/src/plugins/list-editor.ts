/** Edits the list under `plugins` in a text of one format. */
export interface ListEditor {
  /** What is listed; empty without a list. `problem` says why the text cannot be edited. */
  read(text: string): { readonly items: readonly unknown[]; readonly problem?: string };
  add(text: string, item: string): string;
  remove(text: string, index: number): string;
}

/** Where something stands in a text: from, and to behind it. */
export type Span = readonly [start: number, end: number];

/** A text without one of the items that stand between brackets, and without one comma. */
export function cutItem(text: string, items: readonly Span[], index: number): string {
  const [start, end] = items[index] ?? [0, 0];
  const before = items[index - 1];
  const next = items[index + 1];
  if (before) return text.slice(0, before[1]) + text.slice(end);
  return text.slice(0, start) + text.slice(next ? next[0] : end);
}
