import { isBaseMessage, ToolMessage } from '@langchain/core/messages';
import { type JsonObject, result, type ToolContentPart, ToolFailure, type ToolReturn } from '@pegboard/core';
import { encodeValue } from '@pegboard/core/tools';
import { readContent } from '../messages/read-content.ts';

/** What a LangChain tool gave, as the result of one of ours. Throws `ToolFailure` when it says itself that it failed. */
export function langChainResult(
  returned: unknown,
  { final }: { readonly final: boolean },
): ToolReturn<unknown> {
  const end = final ? { final } : {};
  if (isCommand(returned)) {
    throw new ToolFailure('The tool gave a command for a LangGraph graph, and there is no graph here.');
  }
  if (!isBaseMessage(returned) || !ToolMessage.isInstance(returned)) return result(returned, end);
  const { value, media } = valueOf(returned);
  if (returned.status === 'error') throw new ToolFailure(typeof value === 'string' ? value : 'It failed.');
  return result(value, {
    ...(media.length > 0 && { content: media }),
    ...(returned.artifact !== undefined && { metadata: artifactOf(returned.artifact) }),
    ...end,
  });
}

function valueOf(message: ToolMessage): { value: unknown; media: readonly ToolContentPart[] } {
  const { content } = message;
  if (typeof content === 'string') return { value: asJson(content), media: [] };
  const parts = readContent(message);
  const text = parts.flatMap((part) => (part.type === 'text' ? [part.text] : []));
  return { value: text.join('\n'), media: parts.filter((part) => part.type !== 'text') };
}

/** LangChain turns what is no text into JSON text: undone where that loses nothing, so that the value can be used by programs. */
function asJson(text: string): unknown {
  if (!/^[[{]/.test(text)) return text;
  try {
    const value: unknown = JSON.parse(text);
    return JSON.stringify(value) === text ? value : text;
  } catch {
    return text;
  }
}

/** Anything may be an artifact, also what has no JSON form; the result counts without it. */
function artifactOf(artifact: unknown): JsonObject {
  const encoded = encodeValue(artifact);
  return encoded.ok ? { artifact: encoded.value } : { artifactProblem: encoded.problem };
}

function isCommand(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'lg_name' in value && value.lg_name === 'Command';
}
