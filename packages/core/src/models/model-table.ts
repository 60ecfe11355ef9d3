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
  const named = new Map(models.map((info) => [info.id, info]));
  const own = new Map(Object.entries(overrides));
  const known = (id: string): ModelInfo | undefined => {
    const family = families.find(({ pattern }) => pattern.test(id));
    const { pattern: _, ...facts } = family ?? { pattern: undefined };
    return named.get(id) ?? (family && { ...facts, id });
  };
  const find = (id: string): ModelInfo | undefined => {
    const facts = own.get(id);
    return facts ? merge(id, known(id), facts) : known(id);
  };
  const names = [...new Set([...own.keys(), ...named.keys()])];
  return { find, list: () => names.flatMap((id) => find(id) ?? []) };
}

function merge(id: string, known: ModelInfo | undefined, own: Omit<ModelInfo, 'id'>): ModelInfo {
  const capabilities = { ...known?.capabilities, ...own.capabilities };
  return { ...known, ...own, ...(Object.keys(capabilities).length > 0 && { capabilities }), id };
}
