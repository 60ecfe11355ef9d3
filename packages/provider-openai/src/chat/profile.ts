/** Where hosts of this format differ in what they take. */
export interface ChatProfile {
  /** Name of the provider, for `providerOptions`. */
  readonly provider: string;
  readonly systemRole: 'system' | 'developer';
  readonly maxTokensKey: 'max_completion_tokens' | 'max_tokens';
  /** Takes `strict: true` for schemas that fit. */
  readonly strictOutput: boolean;
  /** Takes `stream_options.include_usage`. */
  readonly streamUsage: boolean;
}

/** OpenAI's own host. Newer models read `system` as `developer`, so one role fits all. */
export function openaiProfile(provider: string): ChatProfile {
  return {
    provider,
    systemRole: 'system',
    maxTokensKey: 'max_completion_tokens',
    strictOutput: true,
    streamUsage: true,
  };
}

/** The key of `providerData` that this format reads and writes. */
export const chatDataKey = 'openai.chat';
