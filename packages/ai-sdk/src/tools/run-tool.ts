import {
  Agent,
  type AnyTool,
  type CallRecord,
  ConfigError,
  type JsonObject,
  type JsonValue,
  PegboardError,
  type Provider,
  type RunOptions,
} from '@pegboard/core';

export interface ToolRun {
  readonly input: JsonObject;
  readonly callId: string;
  readonly signal: AbortSignal | undefined;
  readonly context: unknown;
  readonly onApproval: RunOptions['onApproval'];
  readonly onProgress: (value: JsonValue) => void;
}

/**
 * One call of one tool with its whole life: read, validated, checked, approved, run under its deadline, encoded. The loop of an agent makes
 * it, for a model that wants nothing but this call. Rejects with the signal's reason, or when the call cannot be settled here.
 */
export async function runTool(tool: AnyTool, run: ToolRun): Promise<CallRecord> {
  const { input, callId, signal, context, onApproval, onProgress } = run;
  const agent = new Agent({
    provider: caller(callId, tool.name, input),
    model: 'one-call',
    tools: [tool],
    limits: { turns: 1 },
    trustPolicy: false,
  });
  const result = await agent.run(`Call ${tool.name}.`, {
    ...(signal && { signal }),
    ...(onApproval && { onApproval }),
    ...(context !== undefined && { context: context as never }),
    onEvent: (event) => {
      if (event.type === 'tool-progress') onProgress(event.value);
    },
  });
  signal?.throwIfAborted();
  const record = result.calls.last(tool.name);
  if (record?.phase === 'settled') return record;
  throw cannotWait(tool.name, record);
}

/** A model that makes one call, to the letter. */
function caller(callId: string, name: string, args: JsonObject): Provider {
  return {
    name: 'ai-sdk',
    // oxlint-disable-next-line typescript/require-await -- the contract is a stream
    async *stream() {
      yield [
        { type: 'part', index: 0, part: { type: 'tool-call', callId, name, args, executor: 'client' } },
        { type: 'finish', finish: { unified: 'tool-calls' }, usage: {} },
      ];
    },
  };
}

function cannotWait(name: string, record: CallRecord | undefined): PegboardError {
  if (record?.waitsFor === 'approval') {
    return new ConfigError({
      what: `${name} was not run: it needs approval, and nobody can be asked`,
      ...(record.reason !== undefined && { evidence: record.reason }),
      fix: 'Say who decides: toAiSdk(tools, { onApproval: async (call) => … })',
    });
  }
  return new PegboardError({
    code: 'tool',
    what: `${name} has no result yet`,
    evidence: 'it suspended itself, and a tool of the AI SDK cannot be resumed',
    fix: 'Run it in an agent of Pegboard, or let it wait for its result',
  });
}
