import type * as OnDemand from './on-demand.ts';

let loading: Promise<typeof OnDemand> | undefined;

/** What few runs need, loaded once: asking the platform's loader again costs a step of a run dearly. */
export function onDemand(): Promise<typeof OnDemand> {
  return (loading ??= import('./on-demand.ts'));
}
