import type { BaseChatModelParams } from '@langchain/core/language_models/chat_models';
import type {
  BuiltinTool,
  JsonObject,
  MediaResolver,
  ModelSettings,
  Provider,
  ToolChoice,
} from '@pegboard/core';
import type { RetryOptions, TimeoutOptions } from '@pegboard/core/models';

export interface LangChainModelOptions extends Pick<
  BaseChatModelParams,
  'callbacks' | 'tags' | 'metadata' | 'verbose' | 'cache' | 'disableStreaming' | 'outputVersion'
> {
  readonly provider: Provider;
  readonly model: string;
  readonly settings?: ModelSettings;
  /** For calls that say nothing of it; default `auto`. */
  readonly toolChoice?: ToolChoice;
  /** Tools that the provider runs itself, besides those that are bound. */
  readonly builtinTools?: readonly BuiltinTool[];
  readonly providerOptions?: Readonly<Record<string, JsonObject>>;
  readonly resolveMedia?: MediaResolver;
  /** Default 2; `false`: none. */
  readonly modelRetries?: number | RetryOptions | false;
  /** Default: 30 s to the first piece and between two; 10 minutes for an answer in one. `false`: none. */
  readonly timeouts?: TimeoutOptions | false;
}
