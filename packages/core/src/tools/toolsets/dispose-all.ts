import type { Toolset } from '../../contracts/toolset.ts';
import { describeError } from '../../errors/describe-error.ts';
import { PegboardError } from '../../errors/pegboard-error.ts';

/** Disposes of toolsets, the last first; one that fails keeps none of the others. Rejects with what the only failed one threw. */
export async function disposeAll(toolsets: readonly Toolset[]): Promise<void> {
  const errors: unknown[] = [];
  for (const toolset of toolsets.toReversed()) {
    try {
      await toolset[Symbol.asyncDispose]?.();
    } catch (error) {
      errors.push(error);
    }
  }
  if (errors.length === 1) throw errors[0];
  if (errors.length > 1) {
    throw new PegboardError({
      code: 'tool',
      what: `${errors.length} toolsets could not be disposed of`,
      evidence: errors.map(describeError).join('; '),
      cause: errors,
    });
  }
}
