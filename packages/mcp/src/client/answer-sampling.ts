import {
  type CreateMessageRequestParams,
  type CreateMessageResult,
  ProtocolError,
} from '@modelcontextprotocol/client';
import {
  assistantMessage,
  generate,
  type Message,
  text,
  type ToolContext,
  userMessage,
  type UserPart,
} from '@pegboard/core';
import type { ConnectContext } from './connection.ts';
import { describe } from './describe.ts';
import type { McpSampling, McpSamplingRequest } from './options.ts';

/** The code with which a client says that its user does not want it. Source: MCP specification, sampling. */
const refusedByUser = -1;

/** Asks the model that the application chose, if the application approves. Rejects with `ProtocolError` for the server. */
export async function answerSampling(
  params: CreateMessageRequestParams,
  { provider, model, approve, maxTokens = 4_096 }: McpSampling,
  { spec, calls, diagnostics }: ConnectContext,
  signal: AbortSignal,
): Promise<CreateMessageResult> {
  const call = calls.only();
  const request: McpSamplingRequest = {
    server: spec.name,
    ...(params.systemPrompt !== undefined && { systemPrompt: params.systemPrompt }),
    messages: params.messages.map(({ role, content }) => ({ role, text: textOfBlocks(content) })),
    maxTokens: Math.min(params.maxTokens, maxTokens),
  };
  const answered: unknown = await approve(request);
  if (answered !== true) throw new ProtocolError(refusedByUser, 'The user does not want it');
  try {
    const answer = await generate({
      provider,
      model,
      ...(request.systemPrompt !== undefined && { instructions: request.systemPrompt }),
      messages: params.messages.map(messageOf),
      settings: {
        maxTokens: request.maxTokens,
        ...(params.temperature !== undefined && { temperature: params.temperature }),
        ...(params.stopSequences && { stop: params.stopSequences }),
      },
      signal: call ? AbortSignal.any([signal, call.signal]) : signal,
    });
    await spend(call, answer);
    const stopReason = answer.message.finish?.unified === 'length' ? 'maxTokens' : 'endTurn';
    return { role: 'assistant', content: { type: 'text', text: answer.text }, model, stopReason };
  } catch (error) {
    diagnostics.report('sampling', describe(error));
    throw new ProtocolError(-32_603, 'The model could not be asked');
  }
}

/** What a server spends on models counts as spent by the run that called it. */
async function spend(
  call: ToolContext | undefined,
  answer: Awaited<ReturnType<typeof generate>>,
): Promise<void> {
  const { usage, cost } = answer;
  const nested = await call?.nest();
  await nested?.spend({ usage, requests: 1, ...(cost !== undefined && { usd: cost }) });
}

type SamplingContent = CreateMessageRequestParams['messages'][number]['content'];

function messageOf({ role, content }: CreateMessageRequestParams['messages'][number]): Message {
  if (role === 'assistant') return assistantMessage(textOfBlocks(content));
  const parts = blocksOf(content).flatMap((block): readonly UserPart[] => {
    if (block.type === 'text') return [text(block.text)];
    return block.type === 'image' ? [{ type: 'media', mediaType: block.mimeType, data: block.data }] : [];
  });
  return { ...userMessage(parts), trust: 'untrusted' };
}

function textOfBlocks(content: SamplingContent): string {
  return blocksOf(content)
    .map((block) => (block.type === 'text' ? block.text : `[${block.type}]`))
    .join('\n');
}

function blocksOf(content: SamplingContent) {
  return Array.isArray(content) ? content : [content];
}
