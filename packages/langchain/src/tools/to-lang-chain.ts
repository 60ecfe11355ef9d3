import type { CallbackManagerForToolRun } from '@langchain/core/callbacks/manager';
import { ToolMessage } from '@langchain/core/messages';
import { StructuredTool, ToolInputParsingException, type ToolRunnableConfig } from '@langchain/core/tools';
import {
  type AnyTool,
  type CallRecord,
  ConfigError,
  type JsonObject,
  PegboardError,
  type RunOptions,
} from '@pegboard/core';
import { readArguments } from '@pegboard/core/recovery';
import { isTool } from '@pegboard/core/tools';
import { renderContent } from '../messages/render-content.ts';
import { runTool } from './run-tool.ts';

export interface ToLangChainOptions {
  /** Asked for calls that need approval. Without it they fail, and say so. */
  readonly onApproval?: RunOptions['onApproval'];
  /** What the tool gets as `context`; a function is given the config of the call. Default: the `context` of that config. */
  readonly context?: unknown;
}

/**
 * One of our tools as a LangChain tool. Called with a LangChain tool call it gives a `ToolMessage` with status and artifact
 * (`{ value, metadata }`); called with an input it gives the value, and rejects when the call fails. Arguments are mended and refused as in our
 * own agents. Throws `ConfigError` for a tool without `execute`.
 */
export function toLangChain(tool: AnyTool, options?: ToLangChainOptions): PegboardTool;
export function toLangChain(tools: readonly AnyTool[], options?: ToLangChainOptions): readonly PegboardTool[];
export function toLangChain(
  source: AnyTool | readonly AnyTool[],
  options: ToLangChainOptions = {},
): PegboardTool | readonly PegboardTool[] {
  if (Array.isArray(source)) return source.map((tool: AnyTool) => toLangChain(tool, options));
  const tool = source as AnyTool; // arrays are done
  if (isTool(tool) && tool.execute) return new PegboardTool(tool, options);
  throw new ConfigError({
    code: 'invalid-tool',
    what: 'This cannot be a LangChain tool',
    evidence: isTool(tool)
      ? `${tool.name} has no execute: its results come from outside`
      : 'defineTool did not make it',
    fix: 'Pass a tool of defineTool({ … }) with execute, or a list of them',
  });
}

/** A tool of ours in LangChain's form. */
export class PegboardTool extends StructuredTool<JsonObject, JsonObject, JsonObject> {
  readonly name: string;
  readonly description: string;
  readonly schema: JsonObject;
  readonly #tool: AnyTool;
  readonly #options: ToLangChainOptions;

  constructor(tool: AnyTool, options: ToLangChainOptions) {
    super(tool.tags ? { tags: [...tool.tags] } : {});
    this.name = tool.name;
    this.description = tool.description;
    this.schema = tool.inputSchema;
    this.#tool = tool;
    this.#options = options;
  }

  static override lc_name(): string {
    return 'PegboardTool';
  }

  /** LangChain refuses what does not fit before the tool is asked, so what can be mended is mended here. */
  override async call(
    ...[arg, config, tags]: Parameters<StructuredTool<JsonObject, JsonObject, JsonObject>['call']>
  ): Promise<never> {
    const reading = readArguments(arg as JsonObject, this.#tool);
    if (!reading.ok) throw new ToolInputParsingException(reading.error.message, JSON.stringify(arg));
    // What it gives depends on how it was called, which its types cannot say.
    return (await super.call(reading.input, config, tags)) as never;
  }

  protected override async _call(
    input: JsonObject,
    manager?: CallbackManagerForToolRun,
    config?: ToolRunnableConfig,
  ): Promise<unknown> {
    const { onApproval, context = config?.context as unknown } = this.#options;
    const id = config?.toolCall?.id;
    const record = await runTool(this.#tool, {
      input,
      callId: id || 'call_1',
      signal: config?.signal,
      context: typeof context === 'function' ? (context(config) as unknown) : context,
      onApproval,
      onProgress: (value) => void manager?.handleToolEvent(value).catch(() => undefined),
    });
    return id ? messageOf(record, id) : valueOf(record);
  }
}

function messageOf(record: CallRecord, id: string): ToolMessage {
  const { name, status, content = [], result, metadata } = record;
  return new ToolMessage({
    tool_call_id: id,
    name,
    status: status === 'success' ? 'success' : 'error',
    content: renderContent(content),
    artifact: { ...(result !== undefined && { value: result }), ...(metadata && { metadata }) },
  });
}

function valueOf({ name, status, result, error }: CallRecord): unknown {
  if (status === 'success') return result;
  throw new PegboardError({ code: 'tool', what: `${name} did not succeed`, evidence: error ?? status });
}
