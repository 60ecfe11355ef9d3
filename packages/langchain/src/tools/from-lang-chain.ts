import { BaseCallbackHandler } from '@langchain/core/callbacks/base';
import { mergeConfigs, type RunnableConfig } from '@langchain/core/runnables';
import { ToolInputParsingException } from '@langchain/core/tools';
import {
  type AnyTool,
  ConfigError,
  defineTool,
  type JsonObject,
  RetryToolCall,
  type ToolContext,
} from '@pegboard/core';
import { encodeValue, type SharedToolOptions } from '@pegboard/core/tools';
import { langChainResult } from './lang-chain-result.ts';
import { langChainSchema } from './lang-chain-schema.ts';
import {
  isLangChainTool,
  isLangChainToolkit,
  type LangChainTool,
  type LangChainToolkit,
} from './lang-chain-tool.ts';

export interface FromLangChainOptions extends SharedToolOptions {
  /** Callbacks, tags, metadata and `configurable` of the tool's runs, as LangChain has them. A function is asked before each call. */
  readonly config?: RunnableConfig | ((ctx: ToolContext) => RunnableConfig);
}

export interface FromLangChainToolOptions extends FromLangChainOptions {
  /** In place of the tool's own, which may hold characters that no model takes. */
  readonly name?: string;
  readonly description?: string;
}

/**
 * A LangChain tool as one of ours: same name, description and schema, an artifact kept in `metadata.artifact` of the call's record,
 * `returnDirect` as a result that ends the run. Throws `ConfigError` with code `invalid-tool` for what is none.
 */
export function fromLangChain(tool: LangChainTool, options?: FromLangChainToolOptions): AnyTool;
/** The tools of a LangChain toolkit, or of a list, as ours. */
export function fromLangChain(
  tools: LangChainToolkit | readonly LangChainTool[],
  options?: FromLangChainOptions,
): readonly AnyTool[];
export function fromLangChain(
  source: LangChainTool | LangChainToolkit | readonly LangChainTool[],
  options: FromLangChainToolOptions = {},
): AnyTool | readonly AnyTool[] {
  if (isLangChainToolkit(source)) return fromLangChain(source.getTools(), options);
  if (Array.isArray(source)) return source.map((tool: LangChainTool) => fromLangChain(tool, options));
  if (isLangChainTool(source)) return convert(source, options);
  throw new ConfigError({
    code: 'invalid-tool',
    what: 'This is no LangChain tool',
    evidence: `it is ${source === null ? 'null' : `of type ${typeof source}`} without name, schema and invoke`,
    fix: 'Pass an instance, such as new Calculator(), a toolkit, or a list of tools',
  });
}

function convert(tool: LangChainTool, options: FromLangChainToolOptions): AnyTool {
  const { config, name = tool.name, description = tool.description ?? '', ...shared } = options;
  return defineTool({
    ...(tool.tags && { tags: tool.tags }),
    ...shared,
    name,
    description,
    input: langChainSchema(tool.schema),
    execute: async (input, ctx) => {
      const args = input as JsonObject; // a tool's input is an object
      const call = { type: 'tool_call', id: ctx.callId, name: tool.name, args };
      const returned = await invoke(tool, call, configFor(ctx, config));
      return langChainResult(returned, { final: tool.returnDirect === true });
    },
  });
}

async function invoke(tool: LangChainTool, call: object, config: RunnableConfig): Promise<unknown> {
  try {
    // Whatever the tool's own types say, LangChain agents call it in this way.
    return await tool.invoke(call as never, config as never);
  } catch (error) {
    if (error instanceof ToolInputParsingException) throw new RetryToolCall(error.message);
    throw error;
  }
}

function configFor(ctx: ToolContext<undefined>, config: FromLangChainOptions['config']): RunnableConfig {
  const { signal, context, runId, turn } = ctx;
  const own = {
    signal,
    metadata: { pegboard_run_id: runId, pegboard_turn: turn },
    callbacks: [new ProgressHandler(ctx)],
    ...(context !== undefined && { context }),
  };
  return mergeConfigs(own, typeof config === 'function' ? config(ctx) : config);
}

/** What a tool yields on the way is progress of the call. */
class ProgressHandler extends BaseCallbackHandler {
  readonly name = 'pegboard_progress';
  override readonly awaitHandlers = true;
  readonly #ctx: ToolContext<undefined>;

  constructor(ctx: ToolContext<undefined>) {
    super();
    this.#ctx = ctx;
  }

  override handleToolEvent(chunk: unknown): void {
    const encoded = encodeValue(chunk);
    if (encoded.ok) this.#ctx.progress(encoded.value);
  }
}
