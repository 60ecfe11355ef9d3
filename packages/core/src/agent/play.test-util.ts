import { Agent, isRunError, type RunOptions, type RunResult } from '@pegboard/core';
import { scriptedProvider } from '@pegboard/testing';
import { plainTool, type Setup } from './hang-places.test-util.ts';

/** Two turns with a call each, then the answer. */
export const script = [
  { calls: [{ name: 'work', callId: 'first' }] },
  { text: 'On it.', calls: [{ name: 'work', callId: 'second' }] },
  'done',
] as const;

export function agentFor(
  { agent, tool, hooks }: Setup,
  ms: number,
  provider = scriptedProvider(script),
): Agent {
  return new Agent({
    provider,
    model: 'm',
    modelRetries: false,
    tools: [plainTool(tool)],
    timeouts: { requestMs: ms, firstTokenMs: ms, tokenMs: ms, toolMs: ms, hookMs: ms },
    ...(hooks && { hooks: [hooks] }),
    ...agent,
  });
}

export type Mode = 'run' | 'stream';

export async function play(agent: Agent, mode: Mode, options: RunOptions = {}): Promise<RunResult> {
  if (mode === 'run') return agent.run('Work twice', options);
  const stream = agent.stream('Work twice', options);
  for await (const _ of stream);
  return stream.result;
}

export async function outcomeOf(run: Promise<RunResult>): Promise<{ result: RunResult; code?: string }> {
  try {
    return { result: await run };
  } catch (error) {
    if (isRunError(error)) return { result: error.result, code: error.code };
    throw error;
  }
}
