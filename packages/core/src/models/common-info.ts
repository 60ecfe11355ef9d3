import type { ModelInfo, Target } from '../contracts/provider.ts';
import { infoOf } from './model-info.ts';

type Capabilities = NonNullable<ModelInfo['capabilities']>;

const abilities = ['tools', 'vision', 'audio', 'documents', 'reasoning', 'structuredOutput'] as const;

/**
 * What every one of the targets can do: false where one is known not to, the smallest limit that is known, the price if it is the same.
 * What is unknown of one and not ruled out by another stays unknown.
 */
export function commonInfo(model: string, targets: readonly Target[]): ModelInfo | undefined {
  return combine(model, targets, { decisive: false, limit: Math.min });
}

/**
 * What some target can do, for a target that chooses among them by what a request needs: false only where all are known not to. A limit is
 * known only when those of all are.
 */
export function widestInfo(model: string, targets: readonly Target[]): ModelInfo | undefined {
  return combine(model, targets, { decisive: true, limit: Math.max });
}

interface Rule {
  /** The value that decides when one target has it. */
  readonly decisive: boolean;
  readonly limit: (...known: readonly number[]) => number;
}

function combine(model: string, targets: readonly Target[], rule: Rule): ModelInfo | undefined {
  const infos = targets.map((target) => infoOf(target));
  if (infos.every((info) => info === undefined)) return undefined;
  const contextTokens = limitOf(infos, 'contextTokens', rule);
  const maxOutputTokens = limitOf(infos, 'maxOutputTokens', rule);
  const price = samePrice(infos);
  const endsOn = infos.flatMap((info) => info?.endsOn ?? []).toSorted()[0];
  return {
    id: model,
    capabilities: capabilitiesOf(infos, rule),
    ...(contextTokens !== undefined && { contextTokens }),
    ...(maxOutputTokens !== undefined && { maxOutputTokens }),
    ...(price && { price }),
    ...(endsOn !== undefined && !rule.decisive && { endsOn }),
  };
}

function capabilitiesOf(infos: readonly (ModelInfo | undefined)[], { decisive }: Rule): Capabilities {
  const entries = abilities.flatMap((ability) => {
    const known = infos.map((info) => info?.capabilities?.[ability]);
    if (known.includes(decisive)) return [[ability, decisive] as const];
    return known.includes(undefined) ? [] : [[ability, !decisive] as const];
  });
  const refused = infos.map((info) => info?.capabilities?.refusedSettings ?? []);
  const settings = new Set(
    decisive
      ? refused[0]?.filter((setting) => refused.every((list) => list.includes(setting)))
      : refused.flat(),
  );
  return { ...Object.fromEntries(entries), ...(settings.size > 0 && { refusedSettings: [...settings] }) };
}

function limitOf(
  infos: readonly (ModelInfo | undefined)[],
  key: 'contextTokens' | 'maxOutputTokens',
  { decisive, limit }: Rule,
): number | undefined {
  const known = infos.flatMap((info) => info?.[key] ?? []);
  if (known.length === 0 || (decisive && known.length < infos.length)) return undefined;
  return limit(...known);
}

/** Tables write prices in one order: where they do not, it is unknown whether they are the same. */
function samePrice(infos: readonly (ModelInfo | undefined)[]): ModelInfo['price'] {
  const [price, ...others] = infos.map((info) => info?.price);
  const text = JSON.stringify(price);
  return others.every((other) => JSON.stringify(other) === text) ? price : undefined;
}
