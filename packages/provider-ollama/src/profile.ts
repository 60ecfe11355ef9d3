import type { ModelInfo } from '@pegboard/core/provider';

/** What requests depend on besides what is asked. */
export interface OllamaProfile {
  /** Name of the provider, for `providerOptions`. */
  readonly provider: string;
  readonly numCtx: number | undefined;
  readonly keepAlive: string | number | undefined;
  readonly truncate: boolean | undefined;
  readonly modelInfo: (model: string) => ModelInfo | undefined;
}
