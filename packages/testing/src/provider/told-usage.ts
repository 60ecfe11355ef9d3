import type { Usage } from '@pegboard/core';
import type { WireFormat } from './wire-format.ts';

/** The counts of a usage that the API can tell, without the provider's own record. */
export function toldUsage({ untold }: WireFormat, usage: Usage = {}): Usage {
  return Object.fromEntries(
    // The names are those of Usage.
    Object.entries(usage).filter(([name]) => name !== 'raw' && !untold?.has(name as keyof Usage)),
  );
}
