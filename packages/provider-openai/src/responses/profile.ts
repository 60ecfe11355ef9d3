import type { ModelInfo } from '@pegboard/core/provider';

/** Where hosts of this format differ in what they take. */
export interface ResponsesProfile {
  /** Name of the provider, for `providerOptions`. */
  readonly provider: string;
  /** Under the base URL. */
  readonly responsesPath: string;
  /** Takes `include: ['reasoning.encrypted_content']`, so that reasoning can go back though nothing is stored. */
  readonly encryptedReasoning: boolean;
  /** Takes `strict: true` for schemas that fit. */
  readonly strictOutput: boolean;
  /** Takes `prompt_cache_key`. */
  readonly promptCacheKey: boolean;
  /** Asks for summaries of the reasoning; without it the reasoning has no text. */
  readonly reasoningSummary?: ReasoningSummary | undefined;
  /** Holds models to the schemas of tools, where strict mode can say all of one. Default false. */
  readonly strictTools?: boolean | undefined;
  /** What is known of a model. */
  readonly find: (model: string) => ModelInfo | undefined;
}

export type ReasoningSummary = 'auto' | 'concise' | 'detailed';

/** OpenAI's own host, and Azure. */
export function responsesProfile(
  own: Pick<ResponsesProfile, 'provider' | 'find' | 'reasoningSummary' | 'strictTools'>,
): ResponsesProfile {
  return {
    responsesPath: '/responses',
    encryptedReasoning: true,
    strictOutput: true,
    promptCacheKey: true,
    ...own,
  };
}

/** The key of `providerData` that this format reads and writes. */
export const responsesDataKey = 'openai.responses';
