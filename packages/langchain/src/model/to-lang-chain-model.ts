import type { CallbackManagerForLLMRun } from '@langchain/core/callbacks/manager';
import type { BaseLanguageModelInput } from '@langchain/core/language_models/base';
import {
  BaseChatModel,
  type BaseChatModelCallOptions,
  type BindToolsInput,
  type LangSmithParams,
} from '@langchain/core/language_models/chat_models';
import type { AIMessageChunk, BaseMessage } from '@langchain/core/messages';
import { ChatGenerationChunk, type ChatResult } from '@langchain/core/outputs';
import type { Runnable } from '@langchain/core/runnables';
import {
  type BuiltinTool,
  type ModelRequest,
  type ModelSettings,
  type Provider,
  repairHistory,
  type ToolSpec,
} from '@pegboard/core';
import { withRetry, withTimeout } from '@pegboard/core/models';
import { fromLangChainMessages } from '../messages/from-lang-chain-messages.ts';
import { collectAnswer } from './collect-answer.ts';
import type { LangChainModelOptions } from './model-options.ts';
import { readModelOptions } from './read-model-options.ts';
import { lastChunk, textChunk, wholeChunk } from './render-answer.ts';
import { type BoundTools, readToolChoice, readTools } from './read-tools.ts';

export interface LangChainModelCallOptions extends BaseChatModelCallOptions {
  tools?: readonly (BindToolsInput | ToolSpec | BuiltinTool)[];
  /** Over those of the model. */
  settings?: ModelSettings;
}

/**
 * One of our providers as a chat model of LangChain and LangGraph: streaming, tool calls, usage. A `Target` will do. Throws `ConfigError`
 * without a provider or a model, and for options that there are not.
 */
export function toLangChainModel(options: LangChainModelOptions): PegboardChatModel;
export function toLangChainModel(
  provider: Provider,
  options: Omit<LangChainModelOptions, 'provider'>,
): PegboardChatModel;
export function toLangChainModel(
  source: LangChainModelOptions | Provider,
  options?: Omit<LangChainModelOptions, 'provider'>,
): PegboardChatModel {
  return new PegboardChatModel(readModelOptions(source, options));
}

/** A model of ours in LangChain's form. */
export class PegboardChatModel extends BaseChatModel<LangChainModelCallOptions> {
  readonly #provider: Provider;
  readonly #options: LangChainModelOptions;
  /** So that the tools of a binding are read once, and providers find what they rendered by identity. */
  readonly #bound = new WeakMap<object, BoundTools>();

  constructor(options: LangChainModelOptions) {
    const { callbacks, tags, metadata, verbose, cache, disableStreaming, outputVersion } = options;
    // LangChain keeps what it is given here where tracers read it, so the provider stays out.
    super({
      ...(callbacks && { callbacks }),
      ...(tags && { tags }),
      ...(metadata && { metadata }),
      ...(verbose !== undefined && { verbose }),
      ...(cache !== undefined && { cache }),
      ...(outputVersion && { outputVersion }),
    });
    this.disableStreaming = disableStreaming ?? false;
    this.#provider = guarded(options);
    this.#options = options;
    if (options.toolChoice !== 'required') this.withStructuredOutput = forcedOutput(options);
  }

  static override lc_name(): string {
    return 'PegboardChatModel';
  }

  override _llmType(): string {
    return 'pegboard';
  }

  override _identifyingParams(): Record<string, unknown> {
    const { provider, model, settings } = this.#options;
    return { provider: provider.name, model, ...settings };
  }

  override getLsParams(options: this['ParsedCallOptions']): LangSmithParams {
    const { provider, model, settings: own } = this.#options;
    const { temperature, maxTokens } = { ...own, ...options.settings };
    return {
      ls_provider: provider.name,
      ls_model_name: model,
      ls_model_type: 'chat',
      ...(temperature !== undefined && { ls_temperature: temperature }),
      ...(maxTokens !== undefined && { ls_max_tokens: maxTokens }),
      ...(options.stop && { ls_stop: options.stop }),
    };
  }

  override bindTools(
    tools: (BindToolsInput | ToolSpec | BuiltinTool)[],
    kwargs?: Partial<LangChainModelCallOptions>,
  ): Runnable<BaseLanguageModelInput, AIMessageChunk, LangChainModelCallOptions> {
    this.#toolsOf(tools);
    return this.withConfig({ tools, ...kwargs });
  }

  override async _generate(messages: BaseMessage[], options: this['ParsedCallOptions']): Promise<ChatResult> {
    const request = this.#request(messages, options, false);
    const answer = collectAnswer(this.#where(), request.tools);
    for await (const batch of this.#provider.stream(request)) for (const event of batch) answer.add(event);
    const message = wholeChunk(answer.end());
    return { generations: [{ text: message.text, message }] };
  }

  override async *_streamResponseChunks(
    messages: BaseMessage[],
    options: this['ParsedCallOptions'],
    manager?: CallbackManagerForLLMRun,
  ): AsyncGenerator<ChatGenerationChunk> {
    const request = this.#request(messages, options, true);
    const answer = collectAnswer(this.#where(), request.tools);
    let blocks = false;
    for await (const batch of this.#provider.stream(request)) {
      for (const event of batch) {
        const piece = answer.add(event);
        if (!piece || piece.text === '') continue;
        // Reasoning has no place in a string: from there on the content is a list of blocks.
        blocks ||= piece.kind === 'reasoning';
        const message = textChunk(piece, blocks);
        const text = piece.kind === 'text' ? piece.text : '';
        const chunk = new ChatGenerationChunk({ text, message });
        yield chunk;
        await manager?.handleLLMNewToken(text, undefined, undefined, undefined, undefined, { chunk });
      }
    }
    yield new ChatGenerationChunk({ text: '', message: lastChunk(answer.end()) });
  }

  #where(): { readonly provider: string; readonly model: string } {
    const { provider, model } = this.#options;
    return { provider: provider.name, model };
  }

  #toolsOf(tools: NonNullable<LangChainModelCallOptions['tools']>): BoundTools {
    const known = this.#bound.get(tools);
    if (known) return known;
    const read = readTools(tools);
    this.#bound.set(tools, read);
    return read;
  }

  #request(messages: BaseMessage[], options: this['ParsedCallOptions'], deltas: boolean): ModelRequest {
    const { model, settings, builtinTools = [], providerOptions, resolveMedia } = this.#options;
    const { toolChoice = 'auto' } = this.#options;
    const bound = this.#toolsOf(options.tools ?? noTools);
    const { stop, signal = new AbortController().signal } = options;
    return {
      model,
      messages: repairHistory(fromLangChainMessages(messages)),
      tools: bound.tools,
      builtinTools: [...builtinTools, ...bound.builtinTools],
      toolChoice: options.tool_choice === undefined ? toolChoice : readToolChoice(options.tool_choice),
      settings: { ...settings, ...(stop && { stop }), ...options.settings },
      deltas,
      ...(providerOptions && { providerOptions }),
      ...(resolveMedia && { resolveMedia }),
      signal,
    };
  }
}

const noTools: NonNullable<LangChainModelCallOptions['tools']> = [];

/** LangChain asks for structured output by a tool; a model that may also answer with text often does. */
function forcedOutput(options: LangChainModelOptions): PegboardChatModel['withStructuredOutput'] {
  // The base class has a signature for each kind of schema, and none that takes them all.
  return ((...args: Parameters<PegboardChatModel['withStructuredOutput']>) =>
    new PegboardChatModel({ ...options, toolChoice: 'required' }).withStructuredOutput(
      ...args,
    )) as unknown as PegboardChatModel['withStructuredOutput'];
}

/** Deadlines within, retries around them, as in our own agents. */
function guarded({ provider, timeouts = {}, modelRetries = {} }: LangChainModelOptions): Provider {
  const timed = timeouts === false ? provider : withTimeout(provider, timeouts);
  if (modelRetries === false) return timed;
  return withRetry(timed, typeof modelRetries === 'number' ? { retries: modelRetries } : modelRetries);
}
