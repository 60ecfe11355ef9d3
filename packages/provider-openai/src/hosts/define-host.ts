import type { Provider } from '@pegboard/core/provider';
import { type CompatibleOptions, openaiCompatible } from '../compatible.ts';

/** Options of a known host: all may be left out, and each wins over what is known. */
export type HostOptions = Partial<CompatibleOptions>;

/** A function that makes providers of one host. */
export function defineHost(host: CompatibleOptions): (options?: HostOptions) => Provider {
  return (options = {}) =>
    openaiCompatible({ ...host, ...options, quirks: { ...host.quirks, ...options.quirks } });
}
