import { Agent, type AnyTool, type CallRecord, type JsonObject } from '@pegboard/core';
import { check } from '../conformance/check.ts';
import { scriptedProvider } from '../scripted/scripted-provider.ts';
import type { ToolsetBench } from './toolset-case.ts';

/** Calls in one turn, as a model would make them; what asks for approval gets it. Gives their records, in order. */
export async function callTools(
  { subject, inTime }: ToolsetBench,
  tools: readonly AnyTool[],
  calls: readonly { readonly name: string; readonly input: JsonObject }[],
  options: { readonly signal?: AbortSignal } = {},
): Promise<readonly CallRecord[]> {
  const script = [{ calls: calls.map(({ name, input }) => ({ name, args: input })) }, 'done'];
  const agent = new Agent({ provider: scriptedProvider(script), model: 'any', tools });
  const settings = { context: subject.context as never, ...options };
  let result = await inTime('the run', agent.run('Call', settings));
  const approvals = result.pending.filter(({ kind }) => kind === 'approval');
  if (approvals.length > 0) {
    const given = Object.fromEntries(approvals.map(({ callId }) => [callId, true]));
    result = await inTime('the run', agent.resume(result.state, { ...settings, approvals: given }));
  }
  return result.calls.all;
}

/** The sample calls of a subject, those of external tools left out. Fails for one whose tool is not there. */
export function sampleCalls(
  { subject }: ToolsetBench,
  tools: readonly AnyTool[],
): readonly { readonly name: string; readonly input: JsonObject }[] {
  return Object.entries(subject.samples ?? {}).flatMap(([name, inputs]) => {
    const tool = tools.find((one) => one.name === name);
    check(tool, `there should be a tool "${name}", which the samples name`);
    return tool.execute ? inputs.map((input) => ({ name, input })) : [];
  });
}
