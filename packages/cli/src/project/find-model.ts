import type { Registry, Target } from '@pegboard/core';
import { knownProviders } from '../init/known-providers.ts';
import { usageError } from '../shell/command-error.ts';
import { didYouMean } from '../shell/nearest.ts';

/** The target of `provider/model` among the enabled providers; otherwise an error that says how to enable it. */
export function findModel(registry: Pick<Registry, 'providers' | 'model'>, id: string): Target {
  const slash = id.indexOf('/');
  const name = id.slice(0, Math.max(0, slash));
  const names = registry.providers.map((provider) => provider.name);
  if (slash <= 0 || slash === id.length - 1)
    throw usageError(
      'A model is named as provider/model',
      `got "${id}"`,
      `Enabled are ${names.join(', ') || 'none'}`,
    );
  if (names.includes(name)) return registry.model(id);
  const known = knownProviders.find((provider) => provider.name === name);
  const fix = known
    ? `Enable it: pegboard plugins add ${known.package}`
    : didYouMean(name, names) || 'Add its plugin: pegboard plugins add <package>';
  throw usageError(
    `The provider "${name}" is not enabled here`,
    `Enabled are ${names.join(', ') || 'none'}`,
    fix,
  );
}
