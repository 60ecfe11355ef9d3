import {
  Agent,
  type AgentOptions,
  type AnyTool,
  type CallRecord,
  type JsonObject,
  type RunOptions,
} from '@pegboard/core';
import type { Provider } from '@pegboard/core/provider';

export interface CallOnceOptions {
  readonly signal: AbortSignal;
  readonly onApproval?: NonNullable<AgentOptions['onApproval']>;
  readonly onEvent?: NonNullable<RunOptions['onEvent']>;
}

/** One call of one tool, with everything that a call in a run goes through: validation, approval, deadline, encoding. */
export async function callOnce(
  tool: AnyTool,
  input: JsonObject,
  { signal, onApproval, onEvent }: CallOnceOptions,
): Promise<CallRecord | undefined> {
  const agent = new Agent({
    name: 'tools-call',
    provider: callerOf(tool.name, input),
    model: 'one-call',
    tools: [tool],
    maxToolRetries: 0,
    limits: { turns: 1 },
    ...(onApproval && { onApproval }),
  });
  const result = await agent
    .session()
    .turn({ prompt: `Call ${tool.name}`, signal, ...(onEvent && { onEvent }) });
  return result.calls.last(tool.name);
}

/** Stands where a model stands, and makes the one call that it was given. */
function callerOf(name: string, args: JsonObject): Provider {
  return {
    name: 'pegboard',
    async *stream() {
      yield [
        {
          type: 'part',
          index: 0,
          part: { type: 'tool-call', callId: 'call_1', name, args, executor: 'client' },
        },
        { type: 'finish', finish: { unified: 'tool-calls', raw: 'tool-calls' }, usage: {} },
      ];
    },
  };
}
