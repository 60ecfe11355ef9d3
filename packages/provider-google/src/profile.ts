import type { ModelInfo } from '@pegboard/core/provider';

/** What the format depends on besides the request. */
export interface GoogleProfile {
  /** Name of the provider, for `providerOptions`. */
  readonly provider: string;
  /** Google Cloud's hosts take a little more and a little less than those of the Gemini API. */
  readonly cloud: boolean;
  readonly modelInfo: (model: string) => ModelInfo | undefined;
}
