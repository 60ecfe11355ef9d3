import type { ModelInfo } from '@pegboard/core/provider';
import { openaiModels } from '../models.ts';

/** One host of this format. */
export interface ChatProfile extends ChatQuirks {
  /** Name of the provider, for `providerOptions`. */
  readonly provider: string;
  /** Holds models to the schemas of tools, where strict mode can say all of one. Default false. */
  readonly strictTools?: boolean | undefined;
  /** What is known of a model. */
  readonly find: (model: string) => ModelInfo | undefined;
}

/** Where hosts of this format differ in what they take; what they send is read in all its forms everywhere. */
export interface ChatQuirks {
  /** Under the base URL; `{model}` stands for the deployment or the name of the model, `{apiVersion}` for the option of that name. */
  readonly path: string;
  /** Where Responses is, under the base URL. */
  readonly responsesPath: string;
  /** The header of the key. With `authorization` it is sent as a bearer token. */
  readonly keyHeader: 'authorization' | 'api-key';
  readonly systemRole: 'system' | 'developer';
  readonly maxTokensKey: 'max_completion_tokens' | 'max_tokens';
  readonly seedKey: 'seed' | 'random_seed';
  /**
   * How reasoning is asked for: `reasoning_effort`; with `thinking` also `{ thinking: { type: 'disabled' } }` in place of the effort `none`;
   * an object `reasoning: { effort, max_tokens }`; not at all.
   */
  readonly effortKey: 'reasoning_effort' | 'thinking' | 'reasoning' | 'none';
  /** Most stop sequences of a request. */
  readonly maxStops: number;
  /** Takes `response_format` of the type `json_schema`; elsewhere the schema is told in a system message. */
  readonly jsonSchema: boolean;
  /** Takes `strict: true` for schemas that fit. */
  readonly strictOutput: boolean;
  /** Takes `stream_options.include_usage`. */
  readonly streamUsage: boolean;
  /** Takes `parallel_tool_calls`. */
  readonly parallelKey: boolean;
  /** Which choices of a tool the host takes. `any`: all, and `required` is spelled so; `auto`: none but the default. */
  readonly toolChoice: 'all' | 'any' | 'auto';
  /** `short`: nine letters and digits. */
  readonly callIds: 'any' | 'short';
  /** Assistant messages without text hold `null`, or an empty text where a host refuses that. */
  readonly emptyContent: 'null' | 'text';
  /**
   * Which messages may follow each other. `no-user-after-tool`: a short answer is put between. `alternating`: also, messages of one role
   * are joined and system messages stand at the start, as templates of local models demand.
   */
  readonly turns: 'any' | 'no-user-after-tool' | 'alternating';
  /** How the reasoning of earlier answers goes back: with every answer or with those that called tools, and under which key. */
  readonly reasoningEcho: 'none' | 'reasoning_content-with-calls' | 'reasoning' | 'thinking-parts';
  /** Takes back `reasoning_details`, which may be signed. */
  readonly reasoningDetails: boolean;
  /** Takes back `extra_content`, which holds signatures. */
  readonly extraContent: boolean;
  /** Fetches images by URL. */
  readonly imageUrls: boolean;
  /** Takes videos, by URL or data. */
  readonly videos: boolean;
  /** Tools that the host runs: search models of OpenAI, tools of a prefixed type, or none. */
  readonly builtinTools: 'search-models' | 'openrouter' | 'none';
  /** Takes `prompt_cache_key`. */
  readonly promptCacheKey: boolean;
  /** Responses only: takes `include: ['reasoning.encrypted_content']`, so that reasoning can go back though nothing is stored. */
  readonly encryptedReasoning: boolean;
  /** Models write `<think>` at the start of their content. */
  readonly thinkTags: boolean;
  /** Says with an error what a model wrote that was no valid call, under `failed_generation`. */
  readonly failedGeneration: boolean;
}

/** What every host is believed to take, of which nothing is known. */
export const cautious: ChatQuirks = {
  path: '/chat/completions',
  responsesPath: '/responses',
  keyHeader: 'authorization',
  systemRole: 'system',
  maxTokensKey: 'max_tokens',
  seedKey: 'seed',
  effortKey: 'reasoning_effort',
  maxStops: 4,
  jsonSchema: true,
  strictOutput: false,
  streamUsage: false,
  parallelKey: false,
  toolChoice: 'all',
  callIds: 'any',
  emptyContent: 'null',
  turns: 'any',
  reasoningEcho: 'none',
  reasoningDetails: false,
  extraContent: false,
  imageUrls: true,
  videos: false,
  builtinTools: 'none',
  promptCacheKey: false,
  encryptedReasoning: false,
  thinkTags: true,
  failedGeneration: false,
};

/** OpenAI's own host. Newer models read `system` as `developer`, so one role fits all. */
export const firstParty: ChatQuirks = {
  ...cautious,
  maxTokensKey: 'max_completion_tokens',
  strictOutput: true,
  streamUsage: true,
  parallelKey: true,
  builtinTools: 'search-models',
  promptCacheKey: true,
  encryptedReasoning: true,
  thinkTags: false,
};

export function openaiProfile(
  provider: string,
  find: ChatProfile['find'] = openaiModels().find,
  strictTools = false,
): ChatProfile {
  return { ...firstParty, provider, find, strictTools };
}

/** The key of `providerData` that this format reads and writes. */
export const chatDataKey = 'openai.chat';
