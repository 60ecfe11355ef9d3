/** How one provider speaks the format. */
export interface MessagesProfile {
  /** Name of the provider, for `providerOptions`. */
  readonly provider: string;
  /** Anthropic's own host, which takes what Bedrock and Google Cloud do not. */
  readonly firstParty: boolean;
  /** API version 2023-06-01, in which older models take sampling settings. */
  readonly oldVersion: boolean;
  /** Holds models to the schemas of tools, where strict mode can say all of one. */
  readonly strictTools?: boolean | undefined;
  /** Beta features of every request. */
  readonly betas: readonly string[];
  /** The most that a model can write; undefined when unknown. */
  readonly maxOutputTokens: (model: string) => number | undefined;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}
