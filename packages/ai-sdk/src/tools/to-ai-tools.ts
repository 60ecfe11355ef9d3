import { jsonSchema, type Tool as AiSdkTool, type ToolExecutionOptions, type ToolSet } from 'ai';
import {
  type AnyTool,
  type CallContext,
  type CallRecord,
  ConfigError,
  type JsonObject,
  PegboardError,
  type RunOptions,
} from '@pegboard/core';
import { readArguments } from '@pegboard/core/recovery';
import { renderOutput } from '../messages/render-prompt.ts';
import { runTool } from './run-tool.ts';

export interface ToAiSdkOptions {
  /** Asked for calls that need approval, in place of the AI SDK's own approval requests. */
  readonly onApproval?: RunOptions['onApproval'];
}

/** Our tools as an AI SDK `ToolSet`, under their names. Throws `ConfigError` when two have the same. */
export function toAiTools(tools: readonly AnyTool[], options: ToAiSdkOptions = {}): ToolSet {
  const set: Record<string, AiSdkTool> = {};
  for (const tool of tools) {
    if (Object.hasOwn(set, tool.name)) {
      throw new ConfigError({
        code: 'duplicate-name',
        what: `Two tools are named "${tool.name}"`,
        fix: 'Give one another name, or a prefix: prefix(tools, "other")',
      });
    }
    set[tool.name] = convert(tool, options);
  }
  return set;
}

function convert(tool: AnyTool, { onApproval }: ToAiSdkOptions): AiSdkTool {
  const told = new Map<string, CallRecord>();
  const run = async (
    input: JsonObject,
    { toolCallId, abortSignal, context }: ToolExecutionOptions<unknown>,
  ): Promise<unknown> => {
    const record = await runTool(tool, {
      input,
      callId: toolCallId,
      signal: abortSignal,
      context,
      // The AI SDK has asked already: without an answer the tool is not executed.
      onApproval: onApproval ?? (() => true),
      onProgress: () => undefined,
    });
    if (record.status !== 'success') throw refused(record);
    remember(told, toolCallId, record);
    return record.result ?? null;
  };
  const made = {
    description: tool.description,
    inputSchema: jsonSchema<JsonObject>(tool.inputSchema, {
      validate: (value) => mended(tool, value),
    }),
    ...(!onApproval && tool.approval !== undefined && { needsApproval: needsApproval(tool) }),
    ...(tool.execute ? { execute: run } : { outputSchema: jsonSchema({}) }),
    toModelOutput: ({ toolCallId, output }: { readonly toolCallId: string; readonly output: unknown }) => {
      const content = told.get(toolCallId)?.content;
      if (content) return renderOutput({ status: 'success', content });
      return typeof output === 'string' ? { type: 'text', value: output } : { type: 'json', value: output };
    },
  };
  // Its type has a shape for each kind of tool; this is one with or without `execute`.
  return made as AiSdkTool;
}

/** Results of the newest calls, whose images a value alone does not hold. */
function remember(told: Map<string, CallRecord>, id: string, record: CallRecord): void {
  const [oldest] = told.keys();
  if (told.size >= 100 && oldest !== undefined) told.delete(oldest);
  told.set(id, record);
}

/** What can be meant in one way only is mended; the rest is refused with words for the model. */
function mended(tool: AnyTool, value: unknown) {
  const reading = readArguments((value ?? {}) as JsonObject, tool);
  if (reading.ok) return { success: true as const, value: reading.input };
  const { message } = reading.error;
  return { success: false as const, error: new PegboardError({ code: 'schema', what: message }) };
}

function needsApproval({ approval }: AnyTool): NonNullable<AiSdkTool['needsApproval']> {
  if (typeof approval !== 'function') return approval !== false;
  return async (input: unknown, { toolCallId, context }) => {
    const ctx: CallContext = {
      context,
      messages: [],
      runId: 'ai-sdk',
      turn: 1,
      callId: toolCallId,
      idempotencyKey: toolCallId,
      signal: new AbortController().signal,
    };
    return (await approval(input as never, ctx)) !== false;
  };
}

function refused({ name, error, status }: CallRecord): PegboardError {
  return new PegboardError({ code: 'tool', what: `${name} did not succeed`, evidence: error ?? status });
}
