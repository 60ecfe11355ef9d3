import type { ModelEvent } from '../contracts/provider.ts';

/** The model is asked again: whatever came of its answer before is void. */
export function isRetry(event: ModelEvent): boolean {
  return event.type === 'warning' && event.code === 'retry';
}
