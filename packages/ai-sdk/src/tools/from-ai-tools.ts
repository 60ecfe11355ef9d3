import type { ModelMessage, Tool as AiSdkTool, ToolSet } from 'ai';
import { type AnyTool, type CallContext, ConfigError, defineTool, type ToolContext } from '@pegboard/core';
import { encodeValue, type SharedToolOptions } from '@pegboard/core/tools';
import { renderPrompt } from '../messages/render-prompt.ts';
import { aiSchema } from './ai-schema.ts';
import { aiResult } from './ai-result.ts';

/** The tools of an AI SDK `ToolSet` as ours, under their keys. */
export function fromAiTools(tools: ToolSet, options: SharedToolOptions = {}): readonly AnyTool[] {
  return Object.entries(tools).map(([name, tool]) => convert(name, tool as AiSdkTool, options));
}

function convert(name: string, tool: AiSdkTool, options: SharedToolOptions): AnyTool {
  if (tool.type === 'provider') {
    throw new ConfigError({
      code: 'invalid-tool',
      what: `Tool "${name}" cannot be taken over`,
      evidence: `${tool.id} is run or defined by its provider`,
      fix: 'Name it in `builtinTools` of the agent, such as { type: "web_search" }',
    });
  }
  const { description, needsApproval, execute, metadata } = tool;
  return defineTool({
    ...(metadata && { metadata }),
    ...options,
    name,
    description: typeof description === 'string' ? description : name,
    input: aiSchema(name, tool.inputSchema),
    ...(needsApproval !== undefined && {
      approval: async (input: unknown, ctx: CallContext) =>
        typeof needsApproval === 'function' ? needsApproval(input, optionsFor(ctx)) : needsApproval,
    }),
    ...(execute && {
      execute: async (input: unknown, ctx: ToolContext<undefined>) => {
        const output = await lastOf(execute(input, optionsFor(ctx)), ctx);
        return tool.toModelOutput
          ? aiResult(output, await tool.toModelOutput({ toolCallId: ctx.callId, input, output }))
          : output;
      },
    }),
  });
}

/** What the AI SDK tells a tool of its call. */
function optionsFor({ callId, messages, signal, context }: CallContext) {
  return {
    toolCallId: callId,
    // The two forms differ in nothing that our conversations hold.
    messages: renderPrompt(messages) as ModelMessage[],
    abortSignal: signal,
    context: context ?? {},
  };
}

/** A tool may give its output in steps: each stands for the one before, the last one counts. */
async function lastOf(returned: unknown, ctx: ToolContext<undefined>): Promise<unknown> {
  const awaited = await returned;
  if (typeof awaited !== 'object' || awaited === null || !(Symbol.asyncIterator in awaited)) return awaited;
  let last: unknown;
  let isFirst = true;
  for await (const step of awaited as AsyncIterable<unknown>) {
    if (!isFirst) tell(last, ctx);
    last = step;
    isFirst = false;
  }
  return last;
}

function tell(value: unknown, ctx: ToolContext<undefined>): void {
  const encoded = encodeValue(value);
  if (encoded.ok) ctx.progress(encoded.value);
}
