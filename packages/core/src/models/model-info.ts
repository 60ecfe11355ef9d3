import type { ModelInfo, Target } from '../contracts/provider.ts';

/** What the provider knows of a model; a table that throws knows nothing. */
export function infoOf({ provider, model }: Target): ModelInfo | undefined {
  try {
    return provider.modelInfo?.(model);
  } catch {
    return undefined;
  }
}
