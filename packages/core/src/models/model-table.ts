import type { ModelInfo } from '../contracts/provider.ts';

/** What a provider package knows of its models, and what its user adds to that. */
export interface ModelTable {
  /** The facts of a model: the user's, over the table's, over those of the first family whose pattern fits. */
  readonly find: (model: string) => ModelInfo | undefined;
  /** Every model that is named, the user's first. Families have no names. */
  readonly list: () => readonly ModelInfo[];
}

/** Facts for names that are not in the table, such as dated snapshots and models that are not out yet. */
export interface ModelFamily extends Omit<ModelInfo, 'id'> {
  readonly pattern: RegExp;
}

/** Facts of a user's own, by model: they win one by one. */
export type ModelOverrides = Readonly<Record<string, Omit<ModelInfo, 'id'>>>;

/** A table of models. Unknown stays unknown: a name that nothing fits has no facts. */
export function createModelTable(
  models: readonly ModelInfo[],
  families: readonly ModelFamily[] = [],
  overrides: ModelOverrides = {},
): ModelTable {
  const named = byName(models);
  const known = (id: string): ModelInfo | undefined => {
    const info = named.get(id);
    const family = info ? undefined : families.find(({ pattern }) => pattern.test(id));
    if (!family) return info;
    const { pattern: _, ...facts } = family;
    return { ...facts, id };
  };
  /** A call asks several times for its model. */
  let last: { readonly id: string; readonly info: ModelInfo | undefined } | undefined;
  const find = (id: string): ModelInfo | undefined => {
    if (last?.id === id) return last.info;
    const facts = Object.hasOwn(overrides, id) ? overrides[id] : undefined;
    const info = facts ? merge(id, known(id), facts) : known(id);
    last = { id, info };
    return info;
  };
  const list = (): readonly ModelInfo[] => {
    const names = new Set([...Object.keys(overrides), ...named.keys()]);
    return [...names].flatMap((id) => find(id) ?? []);
  };
  return { find, list };
}

const tables = new WeakMap<readonly ModelInfo[], ReadonlyMap<string, ModelInfo>>();

/** Once for a list: a program may make many providers of a package. */
function byName(models: readonly ModelInfo[]): ReadonlyMap<string, ModelInfo> {
  const known = tables.get(models);
  if (known) return known;
  const named = new Map(models.map((info) => [info.id, info]));
  tables.set(models, named);
  return named;
}

function merge(id: string, known: ModelInfo | undefined, own: Omit<ModelInfo, 'id'>): ModelInfo {
  const capabilities = { ...known?.capabilities, ...own.capabilities };
  return { ...known, ...own, ...(Object.keys(capabilities).length > 0 && { capabilities }), id };
}
