import { Agent, type AnyTool, type JsonObject, type JsonValue } from '@pegboard/core';
import { scriptedProvider } from '@pegboard/testing';

export interface Called {
  readonly status: string | undefined;
  readonly value: JsonValue | undefined;
  /** Why it did not succeed, as the model reads it. */
  readonly error: string;
  /** All that the model was sent. */
  readonly seen: string;
}

/** Lets a model call a tool once, in an agent as everywhere. */
export async function callTool(tool: AnyTool, input: JsonObject, signal?: AbortSignal): Promise<Called> {
  const provider = scriptedProvider([{ calls: [{ name: tool.name, args: input }] }, 'Done.']);
  const agent = new Agent({ provider, model: 'scripted', tools: [tool], onApproval: () => true });
  const { calls, messages } = await agent.run('Go', signal ? { signal } : {});
  const call = calls.last(tool.name);
  return {
    status: call?.status,
    value: call?.result,
    error: call?.error ?? '',
    seen: JSON.stringify(messages),
  };
}
